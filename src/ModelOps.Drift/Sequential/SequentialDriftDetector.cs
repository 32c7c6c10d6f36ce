using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Sequential;

/// <summary>Watches a stream without end, look after look, and promises how rarely it alarms falsely.</summary>
/// <remarks>An e-detector (Shin, Ramdas and Rinaldo, 2022): a test martingale as in <see cref="SequentialDriftTest"/> is begun at every
/// look, and their sum
/// is the evidence. While nothing changes, the expected number of looks before it reaches the threshold is at least the threshold, so a change finds
/// fresh capital whenever it comes. Of old martingales a few are kept, which only lowers the sum. After an alarm the bets begin anew. Not
/// safe for use
/// by several threads at once.</remarks>
public sealed class SequentialDriftDetector
{
    private const int KeptOfEachAge = 4;

    private readonly FeatureProfile _reference;
    private readonly double _threshold;
    private readonly double _logThreshold;
    private readonly List<DirichletBets> _bets = [];
    private readonly ConformalRanks _ranks;

    /// <summary>Begins to watch.</summary>
    /// <param name="reference">Reference profile.</param>
    /// <param name="threshold">Expected looks between false alarms, at least 2; <see cref="AlarmBudget.Threshold"/> computes it from a
    /// budget.</param>
    /// <param name="seed">Seed of what breaks ties; the same seed and stream give the same evidence.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is below 2 or not finite.</exception>
    public SequentialDriftDetector(FeatureProfile reference, double threshold, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (!(threshold >= 2) || double.IsInfinity(threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be finite and at least 2 looks between false alarms.");
        }

        _reference = reference;
        _threshold = threshold;
        _logThreshold = Math.Log(threshold);
        _ranks = new ConformalRanks(reference.Counts, seed);
    }

    internal SequentialDriftDetector(FeatureProfile reference, SequentialDocument saved)
    {
        _reference = reference;
        _threshold = saved.Threshold!.Value;
        _logThreshold = Math.Log(_threshold);
        _ranks = new ConformalRanks(saved.Counts, saved.Seed, saved.Drawn);
        _bets = [.. saved.Bets.Select(static bets => new DirichletBets(bets))];
        Looks = saved.Observed;
    }

    /// <summary>Looks so far.</summary>
    public long Looks { get; private set; }

    /// <summary>Observes what came since the last look, in a random order, and looks.</summary>
    /// <param name="batch">Profile of the new values alone, over the reference's bins; may be empty.</param>
    /// <returns>What the evidence is now.</returns>
    /// <exception cref="ArgumentException">The profile counts over other bins than the reference.</exception>
    public SequentialEvidence Observe(FeatureProfile batch) => Observe(batch, long.MaxValue, null);

    /// <summary>Observes at most so many values of a batch, chosen at random: as exchangeable as all of them.</summary>
    /// <param name="batch">Profile of the new values alone.</param>
    /// <param name="mostValues">Most values that are taken.</param>
    /// <param name="season">Counts that this batch alone is ranked among, such as those of the same minute of last week; no batch may share them with
    /// another, so that the ranks of batches stay independent. Null ranks among the reference and all batches before.</param>
    internal SequentialEvidence Observe(FeatureProfile batch, long mostValues, FeatureProfile? season)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!_reference.IsCompatibleWith(batch))
        {
            throw new ArgumentException(
                $"The profile of '{batch.Name}' counts over other bins than the reference. Build both with one reference profile.", nameof(batch));
        }

        _bets.Add(new DirichletBets(Looks));
        Looks++;
        ConformalRanks ranks = season is null ? _ranks : new ConformalRanks(season.Counts, _ranks.Random.Next());
        long[] cells = new long[DirichletBets.Finest];
        BatchOrder.Visit(batch.Counts, mostValues, _ranks.Random, bin => cells[DirichletBets.CellOf(ranks.Next(bin))]++);
        foreach (DirichletBets bets in _bets) { bets.Observe(cells); }

        (double log, long since) = Evidence();
        bool alarms = log >= _logThreshold;
        if (alarms)
        {
            _bets.Clear();
        }
        else
        {
            Thin();
        }

        return new SequentialEvidence(log, alarms, since);
    }

    internal SequentialDocument Save() => new()
    {
        Format = SequentialDocument.ExpectedFormat,
        Version = SequentialDocument.CurrentVersion,
        Reference = SequentialDriftFile.Digest(_reference),
        Threshold = _threshold,
        Observed = Looks,
        Largest = 0,
        Seed = _ranks.Random.Seed,
        Drawn = _ranks.Random.Drawn,
        Counts = _ranks.Counts(),
        Bets = [.. _bets.Select(static bets => bets.Save())],
    };

    private (double Log, long Since) Evidence()
    {
        double[] logs = [.. _bets.Select(static bets => bets.LogCapital)];
        double largest = logs.Max();
        double sum = logs.Sum(log => Math.Exp(log - largest));
        return (largest + Math.Log(sum), _bets[Array.IndexOf(logs, largest)].Start);
    }

    // Of the martingales in each doubling of age only a few stay, so that their number grows by the logarithm of the looks.
    private void Thin()
    {
        for (int i = 1; i + KeptOfEachAge < _bets.Count; i++)
        {
            long age = Looks - _bets[i].Start;
            long gap = _bets[i + 1].Start - _bets[i - 1].Start;
            if (gap * KeptOfEachAge <= age)
            {
                _bets.RemoveAt(i);
                i--;
            }
        }
    }
}
