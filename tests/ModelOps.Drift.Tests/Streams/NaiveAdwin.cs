namespace ModelOps.Drift.Tests.Streams;

/// <summary>ADWIN by its definition: every value is kept, and every mean and variance is computed from the values.</summary>
internal sealed class NaiveAdwin(double delta)
{
    private readonly List<List<double>> _buckets = [];
    private long _seen;

    public int Width => _buckets.Sum(static bucket => bucket.Count);

    public double Variance
    {
        get
        {
            double mean = _buckets.SelectMany(static bucket => bucket).Average();
            return _buckets.SelectMany(static bucket => bucket).Average(value => (value - mean) * (value - mean));
        }
    }

    public bool Update(double value)
    {
        _seen++;
        _buckets.Add([value]);
        for (int size = 1; _buckets.Count(bucket => bucket.Count == size) > 5; size *= 2)
        {
            int first = _buckets.FindIndex(bucket => bucket.Count == size);
            _buckets[first].AddRange(_buckets[first + 1]);
            _buckets.RemoveAt(first + 1);
        }

        bool drifts = false;
        while (_seen % 32 == 0 && Width > 10 && Enumerable.Range(1, _buckets.Count - 1).Any(Separates))
        {
            drifts = true;
            _buckets.RemoveAt(0);
        }

        return drifts;
    }

    private bool Separates(int cut)
    {
        double[] older = [.. _buckets.Take(cut).SelectMany(static bucket => bucket)];
        double[] newer = [.. _buckets.Skip(cut).SelectMany(static bucket => bucket)];
        if (older.Length < 5 || newer.Length < 5)
        {
            return false;
        }

        double harmonic = (1.0 / (older.Length - 4)) + (1.0 / (newer.Length - 4));
        double log = Math.Log(2 * Math.Log(older.Length + newer.Length) / delta);
        return Math.Abs(older.Average() - newer.Average()) > Math.Sqrt(2 * Variance * log * harmonic) + (2.0 / 3 * log * harmonic);
    }
}
