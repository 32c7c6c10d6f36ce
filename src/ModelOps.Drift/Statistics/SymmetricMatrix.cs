namespace ModelOps.Drift.Statistics;

/// <summary>A quadratic form of a small symmetric matrix's pseudo-inverse, by its eigenvectors.</summary>
internal static class SymmetricMatrix
{
    private const int MaxSweeps = 60;

    /// <summary><c>v' A⁺ v</c> and the rank of A; directions with an eigenvalue below 1e-15 of the largest are left out, as NumPy does.</summary>
    internal static (double Form, int Rank) InverseForm(double[,] matrix, double[] vector)
    {
        double[,] a = (double[,])matrix.Clone();
        double[] v = (double[])vector.Clone();
        int size = v.Length;
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double rotated = 0;
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    rotated += Rotate(a, v, p, q);
                }
            }

            if (rotated == 0)
            {
                break;
            }
        }

        double largest = 0;
        for (int i = 0; i < size; i++) { largest = Math.Max(largest, Math.Abs(a[i, i])); }
        double form = 0;
        int rank = 0;
        for (int i = 0; i < size; i++)
        {
            if (Math.Abs(a[i, i]) > 1e-15 * largest)
            {
                form += v[i] * v[i] / a[i, i];
                rank++;
            }
        }

        return (form, rank);
    }

    // One of Jacobi's rotations, applied to the vector too; returns 0 when there was nothing left to turn.
    private static double Rotate(double[,] a, double[] v, int p, int q)
    {
        double off = a[p, q];
        if (Math.Abs(off) <= 1e-17 * Math.Sqrt(Math.Abs(a[p, p] * a[q, q])))
        {
            return 0;
        }

        double theta = (a[q, q] - a[p, p]) / (2 * off);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1);
        double s = t * c;
        int size = v.Length;
        for (int k = 0; k < size; k++)
        {
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        }

        for (int k = 0; k < size; k++)
        {
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
        }

        (v[p], v[q]) = ((c * v[p]) - (s * v[q]), (s * v[p]) + (c * v[q]));
        a[p, q] = a[q, p] = 0;
        return Math.Abs(off);
    }
}
