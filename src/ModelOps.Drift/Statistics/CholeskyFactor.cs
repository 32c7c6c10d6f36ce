namespace ModelOps.Drift.Statistics;

/// <summary>Cholesky's factor of a positive definite matrix.</summary>
internal static class CholeskyFactor
{
    /// <summary>L with L L' = A + ridge I.</summary>
    internal static double[,] Of(double[,] matrix, double ridge)
    {
        int size = matrix.GetLength(0);
        var factor = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j] + (i == j ? ridge : 0);
                for (int k = 0; k < j; k++) { sum -= factor[i, k] * factor[j, k]; }
                factor[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / factor[j, j];
            }
        }

        return factor;
    }

    /// <summary><c>v' (L L')⁻¹ v</c>, the squared length of L⁻¹ v.</summary>
    internal static double InverseForm(double[,] factor, double[] vector)
    {
        var solved = new double[vector.Length];
        double form = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            double sum = vector[i];
            for (int k = 0; k < i; k++) { sum -= factor[i, k] * solved[k]; }
            solved[i] = sum / factor[i, i];
            form += solved[i] * solved[i];
        }

        return form;
    }
}
