namespace ModelOps.Drift.Statistics;

/// <summary>Two samples merged in order, each value marked with where it came from.</summary>
internal sealed class PooledSample
{
    private readonly double[] _values;
    private readonly bool[] _isReference;
    private readonly int _referenceCount;

    private PooledSample(double[] values, bool[] isReference, int referenceCount)
    {
        _values = values;
        _isReference = isReference;
        _referenceCount = referenceCount;
    }

    /// <summary>Merges two sorted samples; null when one is empty.</summary>
    internal static PooledSample? Of(double[] reference, double[] current)
    {
        if (reference.Length == 0 || current.Length == 0)
        {
            return null;
        }

        var values = new double[reference.Length + current.Length];
        var isReference = new bool[values.Length];
        int i = 0;
        for (int at = 0; at < values.Length; at++)
        {
            int j = at - i;
            bool takeReference = j == current.Length || (i < reference.Length && reference[i] <= current[j]);
            isReference[at] = takeReference;
            values[at] = takeReference ? reference[i++] : current[j];
        }

        return new PooledSample(values, isReference, reference.Length);
    }

    /// <summary>Integral of a term of the difference between the two distribution functions.</summary>
    internal double Area<TTerm>()
        where TTerm : struct, IAreaTerm
    {
        double currentCount = _values.Length - _referenceCount;
        double area = 0;
        int reference = 0;
        for (int at = 0; at < _values.Length - 1; at++)
        {
            reference += _isReference[at] ? 1 : 0;
            double difference = ((double)reference / _referenceCount) - ((at + 1 - reference) / currentCount);
            area += TTerm.Of(difference) * (_values[at + 1] - _values[at]);
        }

        return area;
    }

    /// <summary>Mean absolute difference of a reference and a current value: the integral of F (1 - G) + G (1 - F).</summary>
    internal double MeanDifference()
    {
        double currentCount = _values.Length - _referenceCount;
        double area = 0;
        int reference = 0;
        for (int at = 0; at < _values.Length - 1; at++)
        {
            reference += _isReference[at] ? 1 : 0;
            double f = (double)reference / _referenceCount;
            double g = (at + 1 - reference) / currentCount;
            area += ((f * (1 - g)) + (g * (1 - f))) * (_values[at + 1] - _values[at]);
        }

        return area;
    }

    /// <summary>Permutation p-value of the area: the marks are dealt anew, every choice of reference values being equally likely.</summary>
    internal double PValue<TTerm>(int permutations, int seed)
        where TTerm : struct, IAreaTerm
    {
        // Equal deals may differ in the last bits by the order of their sums.
        double atLeast = Area<TTerm>() * (1 - 1e-12);
        var random = new Random(seed);
        int exceeding = 0;
        for (int i = 0; i < permutations; i++)
        {
            exceeding += RandomArea<TTerm>(random) >= atLeast ? 1 : 0;
        }

        return (exceeding + 1.0) / (permutations + 1.0);
    }

    private double RandomArea<TTerm>(Random random)
        where TTerm : struct, IAreaTerm
    {
        double currentCount = _values.Length - _referenceCount;
        double area = 0;
        int reference = 0;
        for (int at = 0; at < _values.Length - 1; at++)
        {
            reference += random.Next(_values.Length - at) < _referenceCount - reference ? 1 : 0;
            double difference = ((double)reference / _referenceCount) - ((at + 1 - reference) / currentCount);
            area += TTerm.Of(difference) * (_values[at + 1] - _values[at]);
        }

        return area;
    }
}
