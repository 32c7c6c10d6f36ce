namespace ModelOps.Drift.SpecialFunctions;

/// <summary>Exact distribution function of Kolmogorov's D by the power of a matrix.</summary>
/// <remarks>Durbin's matrix as Marsaglia, Tsang and Wang evaluate it ("Evaluating Kolmogorov's distribution", Journal of Statistical
/// Software 8(18), 2003).</remarks>
internal static class DurbinMatrix
{
    private const double Large = 1e140;

    internal static double Cdf(double d, int n)
    {
        double scaled = n * d;
        int k = (int)scaled + 1;
        int size = (2 * k) - 1;
        double[] matrix = Create(size, k - scaled);
        (double[] power, int exponent) = Power(matrix, size, n);

        // The middle element times n! / n^n, rescaled on the way so that neither overflows.
        double value = power[((k - 1) * size) + k - 1];
        for (int i = 1; i <= n; i++)
        {
            value *= (double)i / n;
            if (value < 1 / Large)
            {
                value *= Large;
                exponent -= 140;
            }
        }

        return value * Math.Pow(10, exponent);
    }

    private static double[] Create(int size, double h)
    {
        var matrix = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= Math.Min(row + 1, size - 1); column++)
            {
                matrix[(row * size) + column] = 1;
            }
        }

        double power = 1;
        for (int i = 0; i < size; i++)
        {
            power *= h;
            matrix[i * size] -= power;
            matrix[((size - 1) * size) + size - 1 - i] -= power;
        }

        if (h > 0.5)
        {
            matrix[(size - 1) * size] += Math.Pow((2 * h) - 1, size);
        }

        for (int row = 0; row < size; row++)
        {
            double factorial = 1;
            for (int column = row; column >= 0; column--)
            {
                factorial *= row - column + 1;
                matrix[(row * size) + column] /= factorial;
            }
        }

        return matrix;
    }

    private static (double[] Power, int Exponent) Power(double[] matrix, int size, int n)
    {
        if (n == 1)
        {
            return (matrix, 0);
        }

        (double[] half, int exponent) = Power(matrix, size, n / 2);
        double[] product = Multiply(half, half, size);
        exponent *= 2;
        if (n % 2 == 1)
        {
            product = Multiply(product, matrix, size);
        }

        if (product[(size / 2 * size) + (size / 2)] > Large)
        {
            for (int i = 0; i < product.Length; i++)
            {
                product[i] /= Large;
            }

            exponent += 140;
        }

        return (product, exponent);
    }

    private static double[] Multiply(double[] left, double[] right, int size)
    {
        var product = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            for (int inner = 0; inner < size; inner++)
            {
                double factor = left[(row * size) + inner];
                for (int column = 0; column < size; column++)
                {
                    product[(row * size) + column] += factor * right[(inner * size) + column];
                }
            }
        }

        return product;
    }
}
