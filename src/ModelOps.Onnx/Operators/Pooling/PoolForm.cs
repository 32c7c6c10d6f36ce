using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Pooling;

/// <summary>How a window moves over an image, from the attributes of a node. Missing lists are empty.</summary>
/// <param name="Kernel">Sizes of the window.</param>
/// <param name="Strides">How far it moves.</param>
/// <param name="Pads">Places around the image: at the starts, then at the ends.</param>
/// <param name="Dilations">How far apart the window's places are.</param>
/// <param name="AutoPad">How pads are found where they are not told.</param>
/// <param name="IsCeiling">Whether a window that goes over the edge counts.</param>
/// <param name="CountsPads">Whether an average counts the places around the image.</param>
internal sealed record PoolForm(
    IReadOnlyList<long> Kernel, IReadOnlyList<long> Strides, IReadOnlyList<long> Pads, IReadOnlyList<long> Dilations, string AutoPad, bool IsCeiling, bool CountsPads)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UnsupportedNodeException">Numbers are missing or out of range.</exception>
    public static PoolForm Of(NodeContext node)
    {
        NodeAttributes a = node.Attributes;
        PoolForm form = new(
            a.Ints("kernel_shape"), a.Ints("strides"), a.Ints("pads"), a.Ints("dilations"), a.String("auto_pad", "NOTSET"), a.Flag("ceil_mode"), a.Flag("count_include_pad"));
        int rank = form.Kernel.Count;
        if (rank is 0 or > 2) { throw new UnsupportedNodeException($"its window has {rank} dimensions, and 1 and 2 are known"); }
        bool fits = (form.Strides.Count is 0 || form.Strides.Count == rank) && (form.Pads.Count is 0 || form.Pads.Count == 2 * rank) && (form.Dilations.Count is 0 || form.Dilations.Count == rank);
        bool areSane = form.Kernel.Concat(form.Strides).Concat(form.Dilations).All(static i => i is > 0 and <= short.MaxValue) && form.Pads.All(static i => i is >= 0 and <= short.MaxValue);
        return fits && areSane ? form : throw new UnsupportedNodeException("its window, strides, pads or dilations do not fit each other or are out of range");
    }

    /// <summary>How the window moves along one dimension.</summary>
    /// <exception cref="ShapeException">The window does not fit.</exception>
    public PoolAxis Along(int axis, int size)
    {
        int kernel = (int)Kernel[axis];
        int stride = Strides.Count > 0 ? (int)Strides[axis] : 1;
        int dilation = Dilations.Count > 0 ? (int)Dilations[axis] : 1;
        int reach = ((kernel - 1) * dilation) + 1;
        if (AutoPad is "SAME_UPPER" or "SAME_LOWER")
        {
            int same = (int)(((long)size + stride - 1) / stride);
            int total = (int)Math.Max(0, ((long)(same - 1) * stride) + reach - size);
            int start = AutoPad == "SAME_UPPER" ? total / 2 : (total + 1) / 2;
            return new PoolAxis(size, same, kernel, stride, dilation, start, total - start);
        }

        bool hasPads = AutoPad != "VALID" && Pads.Count > 0;
        int before = hasPads ? (int)Pads[axis] : 0;
        int after = hasPads ? (int)Pads[axis + Kernel.Count] : 0;
        long room = (long)size + before + after - reach;
        if (room < 0) { throw new ShapeException($"a window of {reach} does not fit a dimension of {size} with pads of {before} and {after}"); }
        long count = (IsCeiling ? (room + stride - 1) / stride : room / stride) + 1;
        if (IsCeiling && (count - 1) * stride >= size + before) { count--; }
        return new PoolAxis(size, (int)count, kernel, stride, dilation, before, after);
    }
}
