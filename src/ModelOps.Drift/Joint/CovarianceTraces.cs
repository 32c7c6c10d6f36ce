using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Joint;

/// <summary>Traces of a covariance matrix and of its second and third power, and the law of a sum of squared normals with its eigenvalues as weights.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CovarianceTraces(double First, double Second, double Third)
{
    /// <summary>The traces by the rows' Gram matrix, corrected for the bias of a covariance of few rows.</summary>
    /// <param name="rows">Rows of feature values whose products are the kernel; at least 5. They are centred in place.</param>
    internal static CovarianceTraces Of(IReadOnlyList<double[]> rows)
    {
        Center(rows);
        double freedom = rows.Count - 1;
        var gram = new double[rows.Count][];
        for (int i = 0; i < gram.Length; i++)
        {
            gram[i] = new double[gram.Length];
            for (int j = 0; j <= i; j++) { gram[i][j] = gram[j][i] = TensorPrimitives.Dot<double>(rows[i], rows[j]) / freedom; }
        }

        double first = 0;
        double second = 0;
        double third = 0;
        for (int i = 0; i < gram.Length; i++)
        {
            first += gram[i][i];
            second += TensorPrimitives.SumOfSquares<double>(gram[i]);
            for (int j = 0; j <= i; j++) { third += (i == j ? 1 : 2) * gram[i][j] * TensorPrimitives.Dot<double>(gram[i], gram[j]); }
        }

        double n = freedom;
        double unbiased2 = n * n / ((n - 1) * (n + 2)) * (second - (first * first / n));
        double unbiased3 = n * n * n * n / ((n - 1) * (n - 2) * (n + 2) * (n + 4))
            * (third - (3 * first * second / n) + (2 * first * first * first / (n * n)));
        return new CovarianceTraces(first, Math.Max(0, unbiased2), Math.Max(0, unbiased3));
    }

    /// <summary>Probability that the weighted sum is at least so large; 1 where nothing varies.</summary>
    internal double Survival(double sum)
    {
        double second = 2 * Second;
        double third = 8 * Third;
        if (!(second > 0 && third > 0)) { return sum > First ? 0 : 1; }
        double freedom = 8 * second * second * second / (third * third);
        double at = freedom + (Math.Sqrt(2 * freedom) * (sum - First) / Math.Sqrt(second));
        return at <= 0 ? 1 : ChiSquaredDistribution.Survival(at, freedom);
    }

    private static void Center(IReadOnlyList<double[]> rows)
    {
        var mean = new double[rows[0].Length];
        foreach (double[] row in rows) { TensorPrimitives.Add<double>(mean, row, mean); }
        TensorPrimitives.Divide(mean, rows.Count, mean);
        foreach (double[] row in rows) { TensorPrimitives.Subtract<double>(row, mean, row); }
    }
}
