namespace ModelOps.Drift.Streams;

/// <summary>Kolmogorov-Smirnov windowing (Raab, Heusinger and Schleif, 2020): the newest values of a window against the older ones, at every value.</summary>
/// <remarks>Drift needs a p-value of at most α and a distance above 0.1; then only the newest values stay. The published method draws as many older values as there are
/// newest ones; without a seed all of them are compared instead, which is surer and the same in every run. α holds for one look, and looks overlap, so
/// calibrate it with <see cref="ExpectedRunTime"/>. An update sorts the window: some microseconds.</remarks>
public sealed class Kswin : StreamDetector
{
    internal const string MethodName = "kswin";

    private const int LargestWindow = 10_000;

    private double _alpha;
    private int _window;
    private int _newest;
    private bool _samples;
    private int _seed;
    private long _draws;
    private int _filled;
    private double[] _values = [];
    private double[] _older = [];
    private double[] _recent = [];
    private long _criticalSteps;

    /// <summary>Begins to watch.</summary>
    /// <param name="alpha">Significance of a look, above 0, below 1: smaller is quieter.</param>
    /// <param name="window">Values kept, more than twice <paramref name="newest"/> and at most 10,000.</param>
    /// <param name="newest">Newest values of them that are compared with the older ones, at least 2.</param>
    /// <param name="seed">Seed to draw the older values with, at least 0; null to compare with all of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Kswin(double alpha = 0.005, int window = 100, int newest = 30, int? seed = null)
    {
        _alpha = alpha;
        _window = window;
        _newest = newest;
        _samples = seed is not null;
        _seed = seed ?? 0;
        CheckSettings();
        Clear();
    }

    /// <inheritdoc />
    public override string Name => MethodName;

    private protected override StreamState Observe(double value)
    {
        if (_filled == _window)
        {
            Array.Copy(_values, 1, _values, 0, _window - 1);
            _filled--;
        }

        _values[_filled++] = value;
        if (_filled < _window)
        {
            return StreamState.None;
        }

        _values.AsSpan(_window - _newest).CopyTo(_recent);
        ChooseOlder();
        Array.Sort(_older);
        Array.Sort(_recent);
        return KolmogorovSmirnovSteps.Between(_older, _recent) >= _criticalSteps ? StreamState.Drift : StreamState.None;
    }

    // A partial shuffle of a copy would cost the whole window; Floyd's way would need a set. Selection sampling needs neither.
    private void ChooseOlder()
    {
        if (!_samples)
        {
            _values.AsSpan(0, _older.Length).CopyTo(_older);
            return;
        }

        int population = _window - _newest;
        int chosen = 0;
        for (int i = 0; chosen < _older.Length; i++)
        {
            if (CounterRandom.Next(_seed, _draws++) * (population - i) < _older.Length - chosen)
            {
                _older[chosen++] = _values[i];
            }
        }
    }

    private protected override void Clear()
    {
        _filled = 0;
        _draws = 0;
        int olderCount = _samples ? _newest : _window - _newest;
        if (_values.Length != _window || _recent.Length != _newest || _older.Length != olderCount)
        {
            _values = new double[_window];
            _recent = new double[_newest];
            _older = new double[olderCount];
        }

        _criticalSteps = KolmogorovSmirnovSteps.Critical(olderCount, _newest, _alpha);
    }

    private protected override void BeginAnew()
    {
        _values.AsSpan(_window - _newest).CopyTo(_values);
        _filled = _newest;
    }

    private protected override void CheckSettings()
    {
        StreamSettings.RequireShare(_alpha, "alpha");
        StreamSettings.Require(_newest is >= 2 and < LargestWindow, "newest", _newest, $"at least 2 and below {LargestWindow}");
        StreamSettings.Require(_window > 2 * _newest && _window <= LargestWindow, "window", _window, $"more than twice the newest values and at most {LargestWindow}");
        StreamSettings.Require(_seed >= 0, "seed", _seed, "at least 0");
    }

    private protected override void TransferSettings(StateTransfer transfer)
    {
        transfer.Number("alpha", ref _alpha);
        transfer.Whole("window", ref _window);
        transfer.Whole("newest", ref _newest);
        transfer.Flag("samples", ref _samples);
        transfer.Whole("seed", ref _seed);
    }

    private protected override void TransferState(StateTransfer transfer)
    {
        transfer.Whole("draws", ref _draws);
        transfer.Whole("filled", ref _filled, _window);
        transfer.Numbers("values", _values.AsSpan(0, _filled));
    }
}
