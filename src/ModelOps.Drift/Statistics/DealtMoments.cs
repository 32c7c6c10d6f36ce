using System.Numerics;
using System.Runtime.InteropServices;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Mean, variance and third central moment of a sum over bins, over all ways to deal the pooled values to two samples of their sizes.</summary>
/// <remarks>Dealt counts are independent binomial ones whose total happens to be the current sample's size. Moments under that condition come from the Fourier series of the total: each
/// frequency takes one product over the bins, of polynomials that hold a bin's moments up to the third. All sums run over smooth bells, so a few points
/// of each, evenly spaced, give them whole, and the cost hardly depends on the counts.</remarks>
internal readonly ref struct DealtMoments<TTerm>
    where TTerm : struct, IBinTerm
{
    private const double Reach = 8.5;
    private const double PointsOfDeviation = 3;
    private const double Negligible = 1e-13;

    private readonly List<Bin> _bins = [];
    private readonly double _center;
    private readonly double _deviation;

    internal DealtMoments(ReadOnlySpan<long> pooled, double drawn, TTerm term)
    {
        double total = 0;
        foreach (long count in pooled) { total += count; }
        double share = drawn / total;
        _deviation = Math.Sqrt(drawn * (1 - share));
        foreach (long count in pooled)
        {
            if (count > 0)
            {
                Bin bin = Points(count, share, term);
                double mean = bin.Points.Sum(static point => point.Weight * point.Term);
                for (int at = 0; at < bin.Points.Length; at++) { bin.Points[at].Term -= mean; }
                _center += mean;
                _bins.Add(bin);
            }
        }
    }

    internal (double Mean, double Variance, double Third) Compute()
    {
        int period = (int)Math.Ceiling(Reach * _deviation) + 2;
        Polynomial sum = default;
        for (int k = 0; 2 * k <= period; k++)
        {
            Polynomial product = Product(2 * Math.PI * k / period);
            double times = k == 0 || 2 * k == period ? 1 : 2;
            sum = new Polynomial(sum.Zeroth + (times * product.Zeroth.Real), sum.First + (times * product.First.Real), sum.Second + (times * product.Second.Real), sum.Third + (times * product.Third.Real));
            if (product.Zeroth.Magnitude < Negligible * sum.Zeroth.Real) { break; }
        }

        double mean = sum.First.Real / sum.Zeroth.Real;
        double second = 2 * sum.Second.Real / sum.Zeroth.Real;
        double third = 6 * sum.Third.Real / sum.Zeroth.Real;
        return (_center + mean, second - (mean * mean), third - (3 * mean * second) + (2 * mean * mean * mean));
    }

    private Polynomial Product(double frequency)
    {
        var product = new Polynomial(1, 0, 0, 0);
        foreach (Bin bin in _bins)
        {
            Complex zeroth = 0, first = 0, second = 0, third = 0;
            Complex turn = Complex.FromPolarCoordinates(1, frequency * bin.Start);
            Complex step = Complex.FromPolarCoordinates(1, frequency * bin.Stride);
            foreach ((double weight, double term) in bin.Points)
            {
                Complex turned = weight * turn;
                zeroth += turned;
                turned *= term;
                first += turned;
                turned *= term;
                second += turned;
                third += turned * term;
                turn *= step;
            }

            product = product.Times(new Polynomial(zeroth, first, second / 2, third / 6));
        }

        return product;
    }

    // Counts that a bin may be dealt, with their binomial probabilities.
    private static Bin Points(long pooled, double share, TTerm term)
    {
        double mean = pooled * share;
        double deviation = Math.Sqrt(mean * (1 - share));
        long stride = Math.Max(1, (long)(deviation / PointsOfDeviation));
        long reach = (long)Math.Ceiling(Reach * deviation) + 2;
        long mode = (long)mean;
        long below = Math.Min(mode, reach) / stride;
        long above = Math.Min(pooled - mode, reach) / stride;
        var points = new (double Weight, double Term)[below + above + 1];
        double total = 0;
        for (long at = -below; at <= above; at++)
        {
            long dealt = mode + (at * stride);
            double weight = Math.Exp(BinomialProbability.Log(dealt, pooled, share, dealt - mean));
            points[at + below] = (weight, term.Of(pooled - dealt, dealt));
            total += weight;
        }

        for (int i = 0; i < points.Length; i++) { points[i].Weight /= total; }
        return new Bin(mode - (below * stride) - mean, stride, points);
    }

    /// <summary>What may be dealt from a bin: the first point's distance from the mean, the way to the next, and probability and term of each.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Bin(double Start, double Stride, (double Weight, double Term)[] Points);

    /// <summary>A polynomial cut off after the third power.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Polynomial(Complex Zeroth, Complex First, Complex Second, Complex Third)
    {
        internal Polynomial Times(Polynomial other) => new(
            Zeroth * other.Zeroth,
            (Zeroth * other.First) + (First * other.Zeroth),
            (Zeroth * other.Second) + (First * other.First) + (Second * other.Zeroth),
            (Zeroth * other.Third) + (First * other.Second) + (Second * other.First) + (Third * other.Zeroth));
    }
}
