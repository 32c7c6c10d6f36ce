using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Movement;

namespace ModelOps.Onnx.Operators.Pooling;

/// <summary>Operators <c>MaxPool</c> and <c>AveragePool</c> of one or two dimensions.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="form">How the window moves.</param>
/// <param name="isMax">The greatest number of a window, not the mean.</param>
internal sealed class PoolStep<T>(NodeValues values, PoolForm form, bool isMax) : Step
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);
    private PoolAxis _rows;
    private PoolAxis _columns;

    /// <inheritdoc/>
    public override void Bind()
    {
        int spatial = form.Kernel.Count;
        if (_x.Rank != spatial + 2) { throw new ShapeException($"a window of {spatial} dimensions does not fit {_x}"); }
        _rows = spatial == 2 ? form.Along(0, _x.Shape[2]) : PoolAxis.None;
        _columns = form.Along(spatial - 1, _x.Shape[^1]);
        if (spatial == 2) { _y.SetShape(_x.Shape[0], _x.Shape[1], _rows.Count, _columns.Count); }
        else { _y.SetShape(_x.Shape[0], _x.Shape[1], _columns.Count); }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<T> x = _x.Elements<T>();
        Span<T> y = _y.Elements<T>();
        int image = _rows.Size * _columns.Size;
        int next = 0;
        for (int plane = 0; plane < Strides.Product(_x.Shape[..2]); plane++)
        {
            ReadOnlySpan<T> from = x.Slice(plane * image, image);
            for (int row = 0; row < _rows.Count; row++)
            {
                for (int column = 0; column < _columns.Count; column++) { y[next++] = isMax ? Greatest(from, row, column) : Mean(from, row, column); }
            }
        }
    }

    private T Greatest(ReadOnlySpan<T> image, int row, int column)
    {
        T best = T.MinValue;
        for (int i = _rows.First(row); i < _rows.End(row); i++)
        {
            int line = (_rows.Start(row) + (i * _rows.Dilation)) * _columns.Size;
            for (int k = _columns.First(column); k < _columns.End(column); k++)
            {
                T value = image[line + _columns.Start(column) + (k * _columns.Dilation)];
                best = value > best ? value : best;
            }
        }

        return best;
    }

    private T Mean(ReadOnlySpan<T> image, int row, int column)
    {
        T sum = T.Zero;
        int count = 0;
        for (int i = _rows.First(row); i < _rows.End(row); i++)
        {
            int line = (_rows.Start(row) + (i * _rows.Dilation)) * _columns.Size;
            for (int k = _columns.First(column); k < _columns.End(column); k++)
            {
                sum += image[line + _columns.Start(column) + (k * _columns.Dilation)];
                count++;
            }
        }

        return sum / T.CreateTruncating(form.CountsPads ? _rows.Padded(row) * _columns.Padded(column) : count);
    }
}
