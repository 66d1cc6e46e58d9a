"""What a drawing may be made of: the names of SVG 2 that draw, and nothing that runs or loads."""

from __future__ import annotations

SVG_NS = "http://www.w3.org/2000/svg"
XLINK_NS = "http://www.w3.org/1999/xlink"
XML_NS = "http://www.w3.org/XML/1998/namespace"
XHTML_NS = "http://www.w3.org/1999/xhtml"
#: Namespaces whose elements and attributes are looked at; those of all others are the private
#: data of drawing programs, which draw nothing.
LOOKED_AT = frozenset({SVG_NS, XLINK_NS, XML_NS, XHTML_NS, ""})


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


FILTERS = _names(
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting "
    "feSpotLight feTile feTurbulence",
)
ELEMENTS = FILTERS | _names(
    "svg g defs symbol use switch title desc style "
    "path rect circle ellipse line polyline polygon image "
    "text tspan textPath "
    "clipPath mask pattern marker linearGradient radialGradient stop filter",
)
#: Data of drawing programs inside SVG's own namespace.
PRIVATE = frozenset({"metadata"})

#: Properties that may also be attributes (SVG 2, 6.6); their values are looked at as CSS.
PRESENTATION = _names(
    "alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation "
    "color-interpolation-filters color-profile color-rendering direction display "
    "dominant-baseline enable-background fill fill-opacity fill-rule filter flood-color "
    "flood-opacity font font-family font-feature-settings font-kerning font-size "
    "font-size-adjust font-stretch font-style font-variant font-weight image-rendering "
    "isolation kerning letter-spacing lighting-color marker marker-end marker-mid marker-start "
    "mask mask-type mix-blend-mode opacity overflow paint-order pointer-events "
    "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor "
    "text-decoration text-overflow text-rendering transform-box transform-origin unicode-bidi "
    "vector-effect visibility white-space word-spacing writing-mode",
)
#: Numbers, names and words: nothing in them is ever followed.
PLAIN = _names(
    "id class lang role type media version baseProfile zoomAndPan preserveAspectRatio viewBox "
    "x y x1 x2 y1 y2 dx dy cx cy r rx ry fx fy fr width height d points pathLength rotate "
    "transform patternTransform gradientTransform gradientUnits spreadMethod offset "
    "patternUnits patternContentUnits clipPathUnits maskUnits maskContentUnits "
    "markerUnits markerWidth markerHeight orient refX refY textLength lengthAdjust startOffset "
    "method spacing side filterUnits primitiveUnits filterRes in in2 result mode values "
    "operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode "
    "kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant "
    "specularExponent limitingConeAngle pointsAtX pointsAtY pointsAtZ azimuth elevation z "
    "scale xChannelSelector yChannelSelector radius stdDeviation tableValues slope intercept "
    "amplitude exponent baseFrequency numOctaves seed stitchTiles "
    "requiredExtensions requiredFeatures systemLanguage tabindex focusable",
)
#: How attributes for screen readers begin, and programs' own data.
SPOKEN, PRIVATE_ATTRIBUTES = "aria-", "data-"
#: Functions of CSS that compute or paint, and never load.
FUNCTIONS = _names(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color calc min max clamp "
    "matrix translate translatex translatey scale scalex scaley rotate skewx skewy skew "
    "circle ellipse inset polygon blur brightness contrast drop-shadow grayscale hue-rotate "
    "invert opacity saturate sepia linear-gradient radial-gradient",
)
