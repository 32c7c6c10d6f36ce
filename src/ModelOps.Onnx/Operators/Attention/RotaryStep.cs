using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Turns pairs of elements by an angle that grows with the place in the sequence. Source: Su et al., "RoFormer", 2021.</summary>
/// <param name="x">Rows of heads.</param>
/// <param name="y">The result.</param>
/// <param name="cosines">Cosines: a row for each position, or for each place of each sequence where there are no positions.</param>
/// <param name="sines">Sines, in the same form.</param>
/// <param name="positions">Positions, 64-bit: one for each place, or that of the first place of all sequences.</param>
/// <param name="form">Attributes.</param>
internal sealed unsafe class RotaryStep(Value x, Value y, Value cosines, Value sines, Value? positions, RotaryForm form) : Step
{
    private HeadGrid _grid;
    private int _half;

    /// <inheritdoc/>
    public override void Bind()
    {
        _grid = x.Rank == 3 && form.Heads == 0 && cosines.Rank > 0 && cosines.Shape[^1] > 0 ? HeadGrid.Of(x, x.Shape[2] / (2 * cosines.Shape[^1])) : HeadGrid.Of(x, x.Rank == 4 ? 0 : form.Heads);
        _half = (form.Turned > 0 ? form.Turned : _grid.Size) / 2;
        if (2 * _half > _grid.Size) { throw new ShapeException($"{2 * _half} elements are to be turned, and the heads of {x} have {_grid.Size}"); }
        if (cosines.Rank == 0 || cosines.Shape[^1] != _half || !cosines.Shape.SequenceEqual(sines.Shape)) { throw new ShapeException($"{cosines} and {sines} have no {_half} angles for each place of {x}"); }
        long places = (long)_grid.Batch * _grid.Rows;
        if (positions is null && cosines.Count != places * _half) { throw new ShapeException($"{cosines} has no row for each place of {x}"); }
        if (positions is not null && positions.Count != places && positions.Count != 1) { throw new ShapeException($"{positions} has no position for each place of {x}"); }
        y.SetShape(x.Shape);
        ScratchBytes = ScratchFloats.Bytes(_half);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (y.Count == 0) { return; }
        x.Elements().CopyTo(y.Elements());
        for (int batch = 0; batch < _grid.Batch; batch++)
        {
            for (int row = 0; row < _grid.Rows; row++)
            {
                nint at = Place(batch, row) * _half;
                for (int head = 0; head < _grid.Heads; head++)
                {
                    nint offset = (batch * _grid.BatchStride) + (head * _grid.HeadStride) + (row * _grid.RowStride);
                    Turn((float*)x.Data + offset, (float*)y.Data + offset, (float*)cosines.Data + at, (float*)sines.Data + at);
                }
            }
        }
    }

    private nint Place(int batch, int row)
    {
        int place = (batch * _grid.Rows) + row;
        if (positions is null) { return place; }
        ReadOnlySpan<long> given = positions.Elements<long>();
        long position = given.Length == _grid.Batch * _grid.Rows ? given[place] : given[0] + row;
        int known = cosines.Count / Math.Max(1, _half);
        return position >= 0 && position < known ? (nint)position : throw new ElementException($"position {position} is none of the {known} of {cosines}");
    }

    private void Turn(float* from, float* to, float* cosine, float* sine)
    {
        if (form.IsInterleaved)
        {
            for (int i = 0; i < _half; i++)
            {
                to[2 * i] = (from[2 * i] * cosine[i]) - (from[(2 * i) + 1] * sine[i]);
                to[(2 * i) + 1] = (from[2 * i] * sine[i]) + (from[(2 * i) + 1] * cosine[i]);
            }

            return;
        }

        FloatKernels kernels = FloatKernels.Best;
        kernels.Product((float*)Scratch, from + _half, sine, _half);
        kernels.Product(to, from, cosine, _half);
        kernels.AddScaled(to, (float*)Scratch, _half, -1);
        kernels.Product(to + _half, from + _half, cosine, _half);
        kernels.AddProduct(to + _half, from, sine, _half);
    }
}
