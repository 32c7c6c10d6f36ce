using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Performance;

/// <summary>Logistic regression with a penalty of half the squared length of its weights, as scikit-learn's with C = 1; by Newton's method.</summary>
internal sealed class LogisticRegression(int dimensions)
{
    // The last one is the intercept, which is not penalised.
    private readonly double[] _weights = new double[dimensions + 1];

    internal ReadOnlySpan<double> Weights => _weights;

    /// <summary>Fits to rows, which lie one after the other.</summary>
    /// <returns>This, fitted.</returns>
    internal LogisticRegression Fit(double[] values, int[] rows, bool[] labels, int maxIterations = 25, double tolerance = 1e-10)
    {
        double loss = Loss(values, rows, labels, _weights);
        for (int i = 0; i < maxIterations; i++)
        {
            double[] step = Step(values, rows, labels);
            double length = 1;
            double[] next = Moved(step, length);
            double nextLoss = Loss(values, rows, labels, next);
            while (nextLoss > loss && length > 1e-6)
            {
                length /= 2;
                next = Moved(step, length);
                nextLoss = Loss(values, rows, labels, next);
            }

            if (nextLoss > loss)
            {
                break;
            }

            next.CopyTo(_weights, 0);
            loss = nextLoss;
            if (Array.TrueForAll(step, part => Math.Abs(part) < tolerance))
            {
                break;
            }
        }

        return this;
    }

    internal double Score(ReadOnlySpan<double> row) => Score(row, _weights);

    private static double Score(ReadOnlySpan<double> row, double[] weights)
    {
        double sum = weights[^1];
        for (int k = 0; k < row.Length; k++) { sum += weights[k] * row[k]; }
        return sum;
    }

    private double[] Moved(double[] step, double length) => [.. _weights.Select((weight, k) => weight - (length * step[k]))];

    private double Loss(double[] values, int[] rows, bool[] labels, double[] weights)
    {
        double sum = 0;
        foreach (int row in rows)
        {
            double score = Score(values.AsSpan(row * dimensions, dimensions), weights);
            sum += Logistic.SoftPlus(labels[row] ? -score : score);
        }

        for (int k = 0; k < dimensions; k++) { sum += weights[k] * weights[k] / 2; }
        return sum;
    }

    private double[] Step(double[] values, int[] rows, bool[] labels)
    {
        int size = dimensions + 1;
        var gradient = new double[size];
        var curve = new double[size, size];
        foreach (int row in rows)
        {
            ReadOnlySpan<double> x = values.AsSpan(row * dimensions, dimensions);
            double p = Logistic.Probability(Score(x, _weights));
            double residual = p - (labels[row] ? 1 : 0);
            double weight = p * (1 - p);
            for (int i = 0; i < size; i++)
            {
                double xi = i < dimensions ? x[i] : 1;
                gradient[i] += residual * xi;
                for (int j = 0; j <= i; j++) { curve[i, j] += weight * xi * (j < dimensions ? x[j] : 1); }
            }
        }

        for (int k = 0; k < dimensions; k++)
        {
            gradient[k] += _weights[k];
            curve[k, k] += 1;
        }

        return Solve(CholeskyFactor.Of(curve, 1e-9), gradient);
    }

    private static double[] Solve(double[,] factor, double[] vector)
    {
        double[] solved = [.. vector];
        for (int i = 0; i < solved.Length; i++)
        {
            for (int k = 0; k < i; k++) { solved[i] -= factor[i, k] * solved[k]; }
            solved[i] /= factor[i, i];
        }

        for (int i = solved.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < solved.Length; k++) { solved[i] -= factor[k, i] * solved[k]; }
            solved[i] /= factor[i, i];
        }

        return solved;
    }
}
