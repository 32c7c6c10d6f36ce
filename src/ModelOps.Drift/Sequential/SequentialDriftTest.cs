using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Sequential;

/// <summary>Tests a stream against its reference after every value, as often as one likes, without spending the false-alarm budget on
/// looking.</summary>
/// <remarks>While nothing changes the e-value is a test martingale starting at 1: the probability that it ever reaches 1/alpha is at most
/// alpha (Ville,
/// 1939), exactly and at any sample sizes, the reference being a sample too. Each value is ranked among the reference and its predecessors
/// (conformal ranks; ties by a seeded random number) and a Dirichlet-multinomial mixture bets that the ranks are not uniform. Not safe for use by
/// several threads at once. For a stream that may change long after its start use <see cref="SequentialDriftDetector"/>.</remarks>
public sealed class SequentialDriftTest
{
    private readonly ConformalRanks _ranks;
    private readonly DirichletBets _bets;
    private readonly FeatureProfile? _reference;
    private readonly int _bins;
    private readonly string _digest;
    private double _largest;

    /// <summary>Begins a test over the bins of a profile.</summary>
    /// <param name="reference">Reference profile.</param>
    /// <param name="seed">Seed of what breaks ties; the same seed and stream give the same e-values.</param>
    public SequentialDriftTest(FeatureProfile reference, int seed = 0)
        : this((reference ?? throw new ArgumentNullException(nameof(reference))).Counts, seed)
    {
        _reference = reference;
        _digest = SequentialDriftFile.Digest(reference);
    }

    /// <summary>Begins a test over bins, in ascending order where they have one.</summary>
    /// <param name="referenceCounts">Reference count of each bin, at least 0.</param>
    /// <param name="seed">Seed of what breaks ties; the same seed and stream give the same e-values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public SequentialDriftTest(ReadOnlySpan<long> referenceCounts, int seed = 0)
    {
        foreach (long count in referenceCounts) { ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(referenceCounts)); }
        _ranks = new ConformalRanks(referenceCounts, seed);
        _bins = referenceCounts.Length;
        _bets = new DirichletBets(0);
        _digest = SequentialDriftFile.Digest(referenceCounts);
    }

    internal SequentialDriftTest(FeatureProfile? reference, SequentialDocument saved)
    {
        _ranks = new ConformalRanks(saved.Counts, saved.Seed, saved.Drawn);
        _bins = saved.Counts.Length;
        _bets = new DirichletBets(saved.Bets[0]);
        _reference = reference;
        _digest = saved.Reference;
        _largest = saved.Largest;
        Count = saved.Observed;
    }

    /// <summary>Values observed so far.</summary>
    public long Count { get; private set; }

    /// <summary>Natural logarithm of the e-value, 0 at the start; evidence against "nothing changed", in nats.</summary>
    public double LogEValue => _bets.LogCapital;

    /// <summary>Anytime-valid p-value: 1 over the largest e-value so far, at most 1. At or below alpha, alarm: no further correction for
    /// looking.</summary>
    public double PValue => Math.Exp(-_largest);

    /// <summary>Observes one value.</summary>
    /// <param name="bin">Its bin.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bin.</exception>
    public void Observe(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bin, _bins);
        _bets.Observe(_ranks.Next(bin));
        _largest = Math.Max(_largest, _bets.LogCapital);
        Count++;
    }

    /// <summary>Observes all values of a profile, such as a minute's, in a random order.</summary>
    /// <param name="batch">Profile of the new values alone, over the reference's bins.</param>
    /// <exception cref="ArgumentException">The profile counts over other bins, or the test was not begun with a profile.</exception>
    public void Observe(FeatureProfile batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_reference is null || !_reference.IsCompatibleWith(batch))
        {
            throw new ArgumentException(
                $"The profile of '{batch.Name}' counts over other bins than the reference. Build both with one reference profile.", nameof(batch));
        }

        BatchOrder.Visit(batch.Counts, _ranks.Random, Observe);
    }

    internal SequentialDocument Save() => new()
    {
        Format = SequentialDocument.ExpectedFormat,
        Version = SequentialDocument.CurrentVersion,
        Reference = _digest,
        Observed = Count,
        Largest = _largest,
        Seed = _ranks.Random.Seed,
        Drawn = _ranks.Random.Drawn,
        Counts = _ranks.Counts(),
        Bets = [_bets.Save()],
    };
}
