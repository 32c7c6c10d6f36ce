using System.Numerics.Tensors;

namespace ModelOps.Drift.Statistics;

/// <summary>Gaussian kernel of every pair of pooled rows, with the median heuristic for its width.</summary>
internal sealed class KernelMatrix
{
    private readonly double[][] _kernel;
    private readonly double _total;

    internal KernelMatrix(RowSample rows)
    {
        int count = rows.Count;
        _kernel = [.. Enumerable.Range(0, count).Select(_ => new double[count])];
        var distances = new double[(long)count * (count - 1) / 2];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++)
            {
                _kernel[i][j] = _kernel[j][i] = distances[at++] = rows.SquaredDistance(i, j);
            }
        }

        // exp(-d² / 2σ²) with 2σ² the median squared distance; all rows equal leaves 1 everywhere.
        double width = Median(distances);
        width = width > 0 ? width : 1;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                _kernel[i][j] = i == j ? 0 : Math.Exp(-_kernel[i][j] / width);
            }

            _total += TensorPrimitives.Sum<double>(_kernel[i]);
        }
    }

    /// <summary>Unbiased squared discrepancy when the first rows of an order are the reference.</summary>
    internal double Discrepancy(ReadOnlySpan<int> order, int referenceCount)
    {
        double n = referenceCount;
        double m = order.Length - n;
        var isReference = new double[order.Length];
        foreach (int row in order[..referenceCount]) { isReference[row] = 1; }
        double within = 0;
        double rows = 0;
        foreach (int row in order[..referenceCount])
        {
            within += TensorPrimitives.Dot<double>(_kernel[row], isReference);
            rows += TensorPrimitives.Sum<double>(_kernel[row]);
        }

        double across = rows - within;
        double withinCurrent = _total - within - (2 * across);
        return (within / (n * (n - 1))) + (withinCurrent / (m * (m - 1))) - (2 * across / (n * m));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
