using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Attention of a sequence to itself, its queries, keys and values made by one product with constant weights.</summary>
/// <param name="x">Rows, <c>[batch, length, size]</c>.</param>
/// <param name="y">The result.</param>
/// <param name="layer">Weights and bias; its outputs are queries, keys and values, one after the other.</param>
/// <param name="heads">Number of heads.</param>
/// <param name="keySize">Elements of all heads of the queries, and of the keys.</param>
/// <param name="core">The computation.</param>
internal sealed unsafe class PackedAttentionStep(Value x, Value y, DenseLayer layer, int heads, int keySize, AttentionCore core) : Step
{
    private int _rows;
    private int _core;

    /// <inheritdoc/>
    public override bool KeepsRows => core.KeepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (x.Rank != 3 || x.Shape[2] != layer.Depth) { throw new ShapeException($"{x} is not [batch, length, {layer.Depth}]"); }
        (int batch, int length, int width, int valueSize) = (x.Shape[0], x.Shape[1], layer.Columns, layer.Columns - (2 * keySize));
        y.SetShape(batch, length, valueSize);
        _rows = checked(batch * length);
        HeadGrid keys = HeadGrid.Joined(batch, length, heads, keySize / heads, width);
        HeadGrid values = HeadGrid.Joined(batch, length, heads, valueSize / heads, width);
        HeadGrid result = HeadGrid.Joined(batch, length, heads, valueSize / heads, valueSize);
        long projected = ScratchFloats.RoundUp((long)_rows * width);
        ScratchBytes = ScratchFloats.Bytes(projected + core.Bind(in keys, in keys, in values, in result));
        _core = (int)projected;
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (y.Count == 0) { return; }
        float* scratch = (float*)Scratch;
        layer.Run((float*)x.Data, scratch, _rows);
        core.Run(scratch, scratch + keySize, scratch + (2 * keySize), (float*)y.Data, scratch + _core);
    }
}
