using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operators <c>DepthToSpace</c> and <c>SpaceToDepth</c>: blocks of an image become channels, or channels blocks.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="block">Side of a block.</param>
/// <param name="kind">Which way, and in which order.</param>
internal sealed class SpaceDepthStep(NodeValues values, int block, SpaceDepth kind) : Step
{
    private readonly StridedCopy _copy = new();
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_x.Rank != 4) { throw new ShapeException($"{_x} is no batch of images with channels"); }
        (int n, int c, int h, int w) = (_x.Shape[0], _x.Shape[1], _x.Shape[2], _x.Shape[3]);
        bool toDepth = kind == SpaceDepth.ToDepth;
        if (toDepth ? h % block != 0 || w % block != 0 : c % (block * block) != 0) { throw new ShapeException($"{_x} is not made of blocks of {block}"); }

        // The output as six dimensions, each of which is a dimension of the input, cut at the blocks.
        Span<int> dimensions = stackalloc int[6];
        Span<int> sources = stackalloc int[6];
        Span<int> targets = stackalloc int[6];
        int image = h * w;
        if (toDepth)
        {
            _y.SetShape(n, c * block * block, h / block, w / block);
            ReadOnlySpan<int> walk = [n, block, block, c, h / block, w / block];
            ReadOnlySpan<int> steps = [c * image, w, 1, image, block * w, block];
            walk.CopyTo(dimensions);
            steps.CopyTo(sources);
        }
        else
        {
            int depth = c / (block * block);
            _y.SetShape(n, depth, h * block, w * block);
            bool isColumnFirst = kind == SpaceDepth.ToSpaceColumnRow;
            int outer = isColumnFirst ? image * block : image * depth * block;
            ReadOnlySpan<int> walk = [n, depth, h, block, w, block];
            ReadOnlySpan<int> steps = [c * image, isColumnFirst ? image * block * block : image, w, outer, 1, isColumnFirst ? image : image * depth];
            walk.CopyTo(dimensions);
            steps.CopyTo(sources);
        }

        Strides.RowMajor(dimensions, targets);
        _copy.Bind(dimensions, sources, targets);
    }

    /// <inheritdoc/>
    public override void Run() => _copy.Run(_x, 0, _y, 0);
}
