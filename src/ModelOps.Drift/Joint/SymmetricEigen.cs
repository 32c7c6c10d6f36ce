using System.Numerics.Tensors;

namespace ModelOps.Drift.Joint;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to a tridiagonal matrix, then QL with implicit shifts.</summary>
/// <remarks>Source: Golub and Van Loan, Matrix Computations, 8.3. All loops run along rows.</remarks>
internal static class SymmetricEigen
{
    private const int MaxSteps = 60;

    /// <summary>Finds all of them, largest eigenvalue first.</summary>
    /// <param name="matrix">The matrix, by rows; destroyed.</param>
    /// <returns>Eigenvalues, and a unit vector for each.</returns>
    internal static (double[] Values, double[][] Vectors) Of(double[][] matrix)
    {
        int size = matrix.Length;
        var vectors = new double[size][];
        for (int i = 0; i < size; i++)
        {
            vectors[i] = new double[size];
            vectors[i][i] = 1;
        }

        var beside = new double[size];
        Tridiagonalize(matrix, vectors, beside);
        double[] values = [.. matrix.Select(static (row, i) => row[i])];
        for (int i = 0; i < size; i++) { Isolate(i, values, beside, vectors); }
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => values[i])];
        return ([.. order.Select(i => values[i])], [.. order.Select(i => vectors[i])]);
    }

    // Leaves the diagonal in the matrix, and the numbers beside it in their own array; the vectors take each reflection from the left.
    private static void Tridiagonalize(double[][] matrix, double[][] vectors, double[] beside)
    {
        int size = matrix.Length;
        var reflector = new double[size];
        var product = new double[size];
        for (int k = 0; k < size - 1; k++)
        {
            int first = k + 1;
            int length = size - first;
            Span<double> v = reflector.AsSpan(0, length);
            for (int i = 0; i < length; i++) { v[i] = matrix[first + i][k]; }
            double norm = TensorPrimitives.Norm<double>(v);
            double pivot = v[0] > 0 ? -norm : norm;
            beside[k] = pivot;
            v[0] -= pivot;
            double squares = TensorPrimitives.SumOfSquares<double>(v);
            if (!(squares > 0)) { continue; }
            double factor = 2 / squares;
            Span<double> w = product.AsSpan(0, length);
            for (int i = 0; i < length; i++) { w[i] = factor * TensorPrimitives.Dot<double>(matrix[first + i].AsSpan(first), v); }
            TensorPrimitives.MultiplyAdd(v, -factor / 2 * TensorPrimitives.Dot<double>(v, w), w, w);
            for (int i = 0; i < length; i++)
            {
                Span<double> row = matrix[first + i].AsSpan(first);
                TensorPrimitives.MultiplyAdd(w, -v[i], row, row);
                TensorPrimitives.MultiplyAdd(v, -w[i], row, row);
            }

            Reflect(vectors, first, v, factor);
        }
    }

    private static void Reflect(double[][] vectors, int first, ReadOnlySpan<double> v, double factor)
    {
        var along = new double[vectors.Length];
        for (int i = 0; i < v.Length; i++) { TensorPrimitives.MultiplyAdd(vectors[first + i], v[i], along, along); }
        for (int i = 0; i < v.Length; i++) { TensorPrimitives.MultiplyAdd(along, -factor * v[i], vectors[first + i], vectors[first + i]); }
    }

    // Turns until nothing stands beside the value at this place any more.
    private static void Isolate(int at, double[] values, double[] beside, double[][] vectors)
    {
        for (int step = 0; step < MaxSteps; step++)
        {
            int end = at;
            while (end < values.Length - 1 && Math.Abs(beside[end]) > double.Epsilon + (1.1e-16 * (Math.Abs(values[end]) + Math.Abs(values[end + 1])))) { end++; }
            if (end == at) { return; }
            double g = (values[at + 1] - values[at]) / (2 * beside[at]);
            double r = Math.Sqrt((g * g) + 1);
            Chase(at, end, values[end] - values[at] + (beside[at] / (g + (g < 0 ? -r : r))), values, beside, vectors);
        }
    }

    private static void Chase(int at, int end, double g, double[] values, double[] beside, double[][] vectors)
    {
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = end - 1; i >= at; i--)
        {
            double f = s * beside[i];
            double b = c * beside[i];
            double r = double.Hypot(f, g);
            beside[i + 1] = r;
            if (r == 0)
            {
                values[i + 1] -= p;
                beside[end] = 0;
                return;
            }

            (s, c) = (f / r, g / r);
            g = values[i + 1] - p;
            double t = ((values[i] - g) * s) + (2 * c * b);
            p = s * t;
            values[i + 1] = g + p;
            g = (c * t) - b;
            Turn(vectors[i], vectors[i + 1], s, c);
        }

        values[at] -= p;
        beside[at] = g;
        beside[end] = 0;
    }

    private static void Turn(double[] one, double[] other, double s, double c)
    {
        for (int k = 0; k < one.Length; k++)
        {
            double f = other[k];
            other[k] = (s * one[k]) + (c * f);
            one[k] = (c * one[k]) - (s * f);
        }
    }
}
