namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Windows that are moved over the spatial dimensions of an image. Source: ONNX, operators Conv, ConvTranspose and MaxPool.</summary>
internal sealed class Windows
{
    private readonly Dim[] _sizes;
    private readonly IReadOnlyList<long>? _strides;
    private readonly IReadOnlyList<long>? _dilations;
    private readonly IReadOnlyList<long>? _pads;
    private readonly string _autoPad;

    private Windows(NodeContext node, Dim[] sizes)
    {
        _sizes = sizes;
        _strides = node.Ints("strides");
        _dilations = node.Ints("dilations");
        _pads = node.Ints("pads");
        _autoPad = node.Text("auto_pad", "NOTSET");
    }

    /// <summary>Reads the attributes; null, with a finding, when they contradict each other.</summary>
    /// <param name="node">The node.</param>
    /// <param name="sizes">Sizes of the window that the weights have; replaced by those of the attribute <c>kernel_shape</c>.</param>
    public static Windows? Read(NodeContext node, Dim[] sizes)
    {
        if (node.Ints("kernel_shape") is { } told)
        {
            if (told.Count != sizes.Length)
            {
                node.Find(OnnxRule.Attribute, $"its window has {told.Count} dimensions, but its input has {sizes.Length} of them");
                return null;
            }

            for (int i = 0; i < sizes.Length; i++)
            {
                node.ExpectSameSize(sizes[i], told[i], "sizes of the window and of the weights");
                sizes[i] = told[i];
            }
        }

        Windows windows = new(node, sizes);
        bool fits = Fits(windows._strides, sizes.Length, 1) && Fits(windows._dilations, sizes.Length, 1) && Fits(windows._pads, 2 * sizes.Length, long.MinValue)
            && !Array.Exists(sizes, static size => size.IsKnown && size.Value < 1);
        if (fits) { return windows; }
        node.Find(OnnxRule.Attribute, $"its window, strides, dilations or pads do not fit {sizes.Length} dimensions");
        return null;
    }

    /// <summary>Elements that a window reaches over.</summary>
    public Dim Span(int i) => DimMath.Add(DimMath.Multiply(DimMath.Subtract(_sizes[i], 1), At(_dilations, i, 1)), 1);

    /// <summary>Places of a window along a dimension; null when not even one fits.</summary>
    public Dim? Steps(int i, Dim size, bool ceiling)
    {
        long stride = At(_strides, i, 1);
        if (_autoPad is "SAME_UPPER" or "SAME_LOWER") { return stride == 1 ? size : size.IsKnown ? DimMath.Add((size.Value / stride) + (size.Value % stride == 0 ? 0 : 1), 0) : Dim.Unknown; }
        bool padded = _autoPad != "VALID";
        Dim before = padded ? At(_pads, i, 0) : 0;
        Dim after = padded ? At(_pads, i + _sizes.Length, 0) : 0;
        Dim lastStart = DimMath.Subtract(DimMath.Add(DimMath.Add(size, before), after), Span(i));
        if (!lastStart.IsKnown)
        {
            bool keeps = stride == 1 && !ceiling && DimMath.Add(before, after).IsSame(DimMath.Subtract(Span(i), 1));
            return keeps ? size : Dim.Unknown;
        }

        if (lastStart.Value < 0) { return size.Is(0) ? Dim.Unknown : null; }
        long floor = (lastStart.Value / stride) + 1;
        if (!ceiling || lastStart.Value % stride == 0) { return floor; }
        // One more window begins; versions differ in whether it counts when it begins in the padding after the image.
        Dim begin = DimMath.Multiply(floor, stride);
        Dim end = DimMath.Add(size, before);
        return begin.IsKnown && end.IsKnown && begin.Value < end.Value ? floor + 1 : Dim.Unknown;
    }

    /// <summary>Size of a dimension whose elements become windows.</summary>
    public Dim Spread(int i, Dim size, long extra)
    {
        long stride = At(_strides, i, 1);
        if (_autoPad is "SAME_UPPER" or "SAME_LOWER") { return DimMath.Multiply(size, stride); }
        bool padded = _autoPad != "VALID";
        Dim pads = padded ? DimMath.Add(At(_pads, i, 0), At(_pads, i + _sizes.Length, 0)) : 0;
        Dim grown = DimMath.Add(DimMath.Add(DimMath.Multiply(DimMath.Subtract(size, 1), stride), extra), Span(i));
        return DimMath.Subtract(grown, pads);
    }

    private static bool Fits(IReadOnlyList<long>? values, int count, long least) => values is null || (values.Count == count && values.All(value => value >= least));

    private static long At(IReadOnlyList<long>? values, int i, long absent) => values is null ? absent : values[i];
}
