using System.Numerics.Tensors;

namespace ModelOps.Drift.Statistics;

/// <summary>Gaussian kernels about some reference rows, and the quadratic form that measures a difference of densities by them.</summary>
internal sealed class DensityDifference
{
    /// <summary>Rows of a side from which there is a kernel centre.</summary>
    internal const int LeastRows = 20;

    private const int RowsPerCentre = 20;

    // By the rule of thumb for a unit normal density in few dimensions, at the sizes that take part.
    private const double Width = 0.5;

    private readonly double[][] _kernels;
    private readonly double[,] _factor;

    private DensityDifference(double[][] kernels, double[,] factor)
    {
        _kernels = kernels;
        _factor = factor;
    }

    internal static DensityDifference Of(RowSample rows, int dimensions)
    {
        int centres = rows.ReferenceCount / RowsPerCentre;
        int Centre(int index) => index * RowsPerCentre;
        double[][] kernels = [.. Enumerable.Range(0, rows.Count).Select(row => Enumerable.Range(0, centres)
            .Select(index => Math.Exp(-rows.SquaredDistance(row, Centre(index)) / (2 * Width * Width))).ToArray())];

        // The integral of the product of two kernels, and the smallest weight of a ridge that keeps the estimate stable.
        double scale = Math.Pow(Math.PI * Width * Width, dimensions / 2.0);
        var overlap = new double[centres, centres];
        for (int i = 0; i < centres; i++)
        {
            for (int j = 0; j < centres; j++)
            {
                overlap[i, j] = scale * Math.Exp(-rows.SquaredDistance(Centre(i), Centre(j)) / (4 * Width * Width));
            }
        }

        double[] difference = Difference(kernels, [.. Enumerable.Range(0, rows.Count)], rows.ReferenceCount);
        return new DensityDifference(kernels, Regularize(overlap, difference, scale));
    }

    /// <summary>The squared distance when the first rows of an order are the reference: h' H⁻¹ h.</summary>
    internal double Distance(ReadOnlySpan<int> order, int referenceCount) => CholeskyFactor.InverseForm(_factor, Difference(_kernels, order, referenceCount));

    // Quarters the ridge from 1 until one step changes the form by less than a fifth, as far as rounding allows.
    private static double[,] Regularize(double[,] overlap, double[] difference, double scale)
    {
        double[,] factor = CholeskyFactor.Of(overlap, scale);
        double form = CholeskyFactor.InverseForm(factor, difference);
        for (int step = 1; step < 15; step++)
        {
            double[,] next = CholeskyFactor.Of(overlap, scale * Math.Pow(4, -step));
            double nextForm = CholeskyFactor.InverseForm(next, difference);
            bool settled = nextForm - form < 0.2 * nextForm;
            (factor, form) = (next, nextForm);
            if (settled)
            {
                break;
            }
        }

        return factor;
    }

    private static double[] Difference(double[][] kernels, ReadOnlySpan<int> order, int referenceCount)
    {
        var sum = new double[kernels[0].Length];
        var current = new double[sum.Length];
        foreach (int row in order[..referenceCount]) { TensorPrimitives.Add<double>(sum, kernels[row], sum); }
        foreach (int row in order[referenceCount..]) { TensorPrimitives.Add<double>(current, kernels[row], current); }
        for (int i = 0; i < sum.Length; i++) { sum[i] = (sum[i] / referenceCount) - (current[i] / (order.Length - referenceCount)); }
        return sum;
    }
}
