using System.Diagnostics;

namespace ModelOps.Drift.Statistics;

/// <summary>Rows of two samples of vectors, one after the other, without those that hold anything non-finite, and at most so many of each.</summary>
internal sealed class RowSample
{
    private readonly double[] _values;
    private readonly int _dimensions;

    private RowSample(double[] values, int dimensions, int referenceCount)
    {
        _values = values;
        _dimensions = dimensions;
        ReferenceCount = referenceCount;
    }

    internal int Count => _values.Length / _dimensions;

    internal int ReferenceCount { get; }

    internal int CurrentCount => Count - ReferenceCount;

    internal ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * _dimensions, _dimensions);

    /// <summary>Squared distance of two rows.</summary>
    internal double SquaredDistance(int i, int j)
    {
        ReadOnlySpan<double> x = Row(i);
        ReadOnlySpan<double> y = Row(j);
        double sum = 0;
        for (int k = 0; k < x.Length; k++) { sum += (x[k] - y[k]) * (x[k] - y[k]); }
        return sum;
    }

    /// <summary>Subtracts the reference's mean from each dimension and divides by its deviation; says whether every dimension has one.</summary>
    internal bool Standardize()
    {
        for (int dimension = 0; dimension < _dimensions; dimension++)
        {
            var column = new double[Count];
            for (int row = 0; row < column.Length; row++) { column[row] = _values[(row * _dimensions) + dimension]; }
            SampleMoments moments = SampleMoments.Of(column.AsSpan(0, ReferenceCount));
            double deviation = Math.Sqrt(moments.Variance);
            if (!(deviation > 0) || double.IsInfinity(deviation))
            {
                return false;
            }

            for (int row = 0; row < column.Length; row++) { _values[(row * _dimensions) + dimension] = (column[row] - moments.Mean) / deviation; }
        }

        return true;
    }

    internal static RowSample Of(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int dimensions, int mostRows, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        List<int> x = Choose(reference, dimensions, mostRows, random, nameof(reference));
        List<int> y = Choose(current, dimensions, mostRows, random, nameof(current));
        var values = new double[(x.Count + y.Count) * dimensions];
        int at = 0;
        foreach (int row in x) { reference.Slice(row * dimensions, dimensions).CopyTo(values.AsSpan(at++ * dimensions)); }
        foreach (int row in y) { current.Slice(row * dimensions, dimensions).CopyTo(values.AsSpan(at++ * dimensions)); }
        Debug.Assert(at * dimensions == values.Length, "every chosen row was copied");
        return new RowSample(values, dimensions, x.Count);
    }

    private static List<int> Choose(ReadOnlySpan<double> values, int dimensions, int mostRows, Random random, string name)
    {
        if (values.Length % dimensions != 0)
        {
            throw new ArgumentException($"{values.Length} values are no whole number of rows of {dimensions}. Give row after row.", name);
        }

        var rows = new List<int>();
        for (int row = 0; row < values.Length / dimensions; row++)
        {
            bool finite = true;
            foreach (double value in values.Slice(row * dimensions, dimensions)) { finite &= double.IsFinite(value); }
            if (finite) { rows.Add(row); }
        }

        if (rows.Count > mostRows)
        {
            int[] shuffled = [.. rows];
            random.Shuffle(shuffled);
            rows = [.. shuffled.Take(mostRows).Order()];
        }

        return rows;
    }
}
