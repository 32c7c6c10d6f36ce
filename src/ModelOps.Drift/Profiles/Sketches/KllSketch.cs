namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>Quantiles and ranks of a stream of numbers in bounded memory. Not safe for use by several threads at once: merge one each.</summary>
/// <remarks>Source: Karnin, Lang and Liberty, Optimal Quantile Approximation in Streams, FOCS 2016; the error is the one measured for Apache DataSketches
/// with the same level sizes. Coins come from SplitMix64, so the same values in the same order give the same sketch. Merging in another order gives another
/// sketch within the same error.</remarks>
public sealed partial class KllSketch
{
    /// <summary>Smallest size.</summary>
    public const int MinK = 8;

    /// <summary>Largest size.</summary>
    public const int MaxK = 65_535;

    private const int MinLevelSize = 8;

    private readonly List<List<double>> _levels = [[]];
    private SplitMix64 _coins;
    private int _retained;
    private int _room;

    /// <summary>Begins an empty sketch.</summary>
    /// <param name="k">Size, <see cref="MinK"/> to <see cref="MaxK"/>: 1,024 (default) errs by 0.27 % of the rank, and keeps about 3,000 numbers.</param>
    /// <param name="seed">Seed of the coins; give each shard its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of its range.</exception>
    public KllSketch(int k = 1024, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, MinK);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, MaxK);
        K = k;
        _coins = new SplitMix64(seed);
        _room = Room();
    }

    /// <summary>Size.</summary>
    public int K { get; }

    /// <summary>Numbers added.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest number, exactly; +∞ when there are none.</summary>
    public double Min { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number, exactly; -∞ when there are none.</summary>
    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Numbers kept.</summary>
    public int RetainedCount => _retained;

    /// <summary>Error of a single rank as a share of all, held with 99 %: 2.296/k^0.9723; 0 while every number is still kept.</summary>
    public double RankError => _levels.Count == 1 ? 0 : 2.296 / Math.Pow(K, 0.9723);

    /// <summary>Error of the whole distribution function, held with 99 % at every point at once: 2.446/k^0.9433, the wider of the two bounds measured for
    /// DataSketches; 0 while every number is still kept.</summary>
    public double UniformError => _levels.Count == 1 ? 0 : 2.446 / Math.Pow(K, 0.9433);

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number; NaN and infinities are left out.</param>
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
        Count++;
        _levels[0].Add(value);
        _retained++;
        if (_retained >= _room) { Compress(); }
    }

    /// <summary>Adds all numbers of another sketch to this one.</summary>
    /// <param name="other">A sketch of the same size.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Merge(KllSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.K != K)
        {
            throw new ArgumentException($"The sketches have sizes {K} and {other.K}. Make both with one size.", nameof(other));
        }

        Count = checked(Count + other.Count);
        (Min, Max) = (Math.Min(Min, other.Min), Math.Max(Max, other.Max));
        while (_levels.Count < other._levels.Count) { _levels.Add([]); }
        for (int i = 0; i < other._levels.Count; i++) { _levels[i].AddRange(other._levels[i].ToArray()); }
        _retained += other._retained;
        _coins.Join(other._coins);
        _room = Room();
        while (_retained >= _room) { Compress(); }
    }

    private int Capacity(int level) =>
        Math.Max(MinLevelSize, (int)Math.Ceiling(K * Math.Pow(2.0 / 3, _levels.Count - 1 - level)));

    private int Room() => Enumerable.Range(0, _levels.Count).Sum(Capacity);

    /// <summary>Halves the lowest level that is full; only when all room is used, because waiting costs nothing and errs less.</summary>
    private void Compress()
    {
        int full = 0;
        while (_levels[full].Count < Capacity(full)) { full++; }
        if (full + 1 == _levels.Count)
        {
            _levels.Add([]);
            _room = Room();
        }

        Halve(_levels[full], _levels[full + 1]);
    }

    // Of each two neighbours one goes up, by one coin for the level; the last of an odd count stays.
    private void Halve(List<double> from, List<double> to)
    {
        from.Sort();
        int pairs = from.Count / 2;
        int coin = (int)(_coins.Next() >> 63);
        for (int i = 0; i < pairs; i++) { to.Add(from[(2 * i) + coin]); }
        from.RemoveRange(0, 2 * pairs);
        _retained -= pairs;
    }
}
