using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Walks the stored buckets of one version, in order and once each, and evaluates the windows that they end. For one thread.</summary>
internal sealed class VersionTimeline
{
    private const int BucketsAtOnce = 60;

    private readonly VersionTraffic _traffic;
    private readonly IDriftBucketStore _store;
    private readonly EventClock _clock;
    private readonly DriftMonitoringOptions _options;
    private readonly DriftAnalyzer _analyzer;
    private readonly ILogger _logger;
    private readonly WindowPlan _windows;
    private readonly AlarmJudge _judge;
    private readonly BucketRing _recent;
    private readonly BucketRing[] _seasons;
    private readonly long _season;

    /// <param name="traffic">The version.</param>
    /// <param name="store">Where buckets are.</param>
    /// <param name="clock">Numbers buckets.</param>
    /// <param name="options">Settings.</param>
    /// <param name="analyzer">Compares windows.</param>
    /// <param name="logger">Told of buckets that cannot be read.</param>
    /// <param name="complete">Number after the last bucket that is complete now. Windows up to there belong to the past: they restore the state and are not returned.</param>
    internal VersionTimeline(
        VersionTraffic traffic, IDriftBucketStore store, EventClock clock, DriftMonitoringOptions options, DriftAnalyzer analyzer, ILogger logger, long complete)
    {
        _traffic = traffic;
        _store = store;
        _clock = clock;
        _options = options;
        _analyzer = analyzer;
        _logger = logger;
        _windows = new WindowPlan(options);
        _judge = new AlarmJudge(traffic.Reference, options, _windows.Length);
        _recent = new BucketRing(traffic.Bins);
        _seasons = [.. Enumerable.Range(0, options.Season.Count).Select(_ => new BucketRing(traffic.Bins))];
        _season = (long)(options.Season.Period / options.BucketLength);
        LiveFrom = complete;
        Next = ReplayFrom(options, _windows, complete);
    }

    /// <summary>Number of the first bucket whose windows are returned.</summary>
    internal long LiveFrom { get; }

    /// <summary>Number of the first bucket that was not walked over.</summary>
    internal long Next { get; private set; }

    /// <summary>Where a walk begins that shall know at a bucket what an endless one would: at the begin of the period of evidence before its own.</summary>
    internal static long ReplayFrom(DriftMonitoringOptions options, WindowPlan windows, long complete)
    {
        long period = (long)(options.EvidencePeriod / options.BucketLength);
        long reach = Math.Max(0, Math.Min(complete - windows.Reach, complete - period));
        return reach / period * period;
    }

    /// <summary>Walks on.</summary>
    /// <param name="complete">Number after the last complete bucket.</param>
    /// <param name="cancellationToken">Ends the walk early; it goes on there the next time.</param>
    /// <returns>Windows with traffic that ended, as they are found.</returns>
    /// <exception cref="DriftBucketStoreException">The store cannot be reached; the walk goes on there the next time.</exception>
    internal async IAsyncEnumerable<EvaluatedWindow> WalkAsync(
        long complete, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (Next < complete)
        {
            var range = new BucketRange(Next, Math.Min(complete, Next + BucketsAtOnce));
            ILookup<long, DriftBucket> recent = await ReadAsync(range, cancellationToken).ConfigureAwait(false);
            var past = new ILookup<long, DriftBucket>[_seasons.Length];
            for (int i = 0; i < past.Length; i++) { past[i] = await ReadAsync(range.Earlier(_season * (i + 1)), cancellationToken).ConfigureAwait(false); }
            for (; Next < range.To; Next++)
            {
                if (Step(Next, recent, past) is { } evaluation) { yield return evaluation; }
            }
        }
    }

    private async Task<ILookup<long, DriftBucket>> ReadAsync(BucketRange range, CancellationToken cancellationToken)
    {
        var query = new DriftBucketQuery(
            _traffic.Key.Model, _traffic.Key.Version, _clock.StartOf(Math.Max(0, range.From)), _clock.StartOf(Math.Max(0, range.To)));
        IReadOnlyList<DriftBucket> found = await _store.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        return found.Where(bucket => bucket.Length == _options.BucketLength).ToLookup(bucket => _clock.BucketAt(bucket.Start.UtcTicks));
    }

    private EvaluatedWindow? Step(long bucket, ILookup<long, DriftBucket> recent, ILookup<long, DriftBucket>[] past)
    {
        bool hasRows = _recent.Add(bucket, [.. recent[bucket]], TellDamaged);
        for (int i = 0; i < _seasons.Length; i++)
        {
            long same = bucket - (_season * (i + 1));
            _seasons[i].Add(same, [.. past[i][same]], TellDamaged);
        }

        if (hasRows) { Observe(bucket); }
        EvaluatedWindow? evaluation = _windows.Step(bucket, hasRows) is { } window && (bucket >= LiveFrom || _judge.IsAwake(window.To)) ? Evaluate(window) : null;
        _recent.Trim(bucket + 1 - _windows.Reach);
        for (int i = 0; i < _seasons.Length; i++) { _seasons[i].Trim(bucket + 1 - (_season * (i + 1)) - _windows.Reach); }
        return bucket >= LiveFrom ? evaluation : null;
    }

    private void Observe(long bucket)
    {
        var range = new BucketRange(bucket, bucket + 1);
        var values = new BucketSum(_traffic.Bins);
        _recent.Sum(range, values);
        _judge.Observe(bucket, values, _seasons.Length == 0 ? null : SumOfSeasons(range));
    }

    private BucketSum SumOfSeasons(BucketRange range)
    {
        var sum = new BucketSum(_traffic.Bins);
        for (int i = 0; i < _seasons.Length; i++) { _seasons[i].Sum(range.Earlier(_season * (i + 1)), sum); }
        return sum;
    }

    private EvaluatedWindow? Evaluate(BucketRange window)
    {
        var sum = new BucketSum(_traffic.Bins);
        var replicas = new HashSet<string>(StringComparer.Ordinal);
        _recent.Sum(window, sum, replicas);
        if (sum.Rows == 0) { return null; }
        DatasetProfile current = sum.Snapshot();
        DatasetProfile reference = ReferenceFor(window);
        DateTimeOffset from = _clock.StartOf(window.From);
        var evaluation = new DriftEvaluation
        {
            Model = _traffic.Key.Model,
            Version = _traffic.Key.Version,
            From = from,
            To = _clock.StartOf(window.To),
            Reference = reference,
            Current = current,
            Report = _judge.Judge(_analyzer.Compare(reference, current), window.To, from),
            Replicas = replicas.Count,
            AlarmsPerWeek = _options.AlarmRule == DriftAlarmRule.Sequential ? _options.AlarmsPerWeek : null,
        };
        return new EvaluatedWindow(evaluation, _recent.FirstReplica(window)!);
    }

    private DatasetProfile ReferenceFor(BucketRange window)
    {
        if (_seasons.Length == 0) { return _traffic.Reference; }
        BucketSum season = SumOfSeasons(window);
        return new DatasetProfile(_traffic.Reference.Features.Select(
            (feature, i) => Seasons.Concerns(_options.Season, feature.Name) ? season.Snapshot(i) : feature));
    }

    private void TellDamaged(DriftBucket bucket, DriftProfileFormatException error) =>
        _logger.BucketLeftOut(bucket.Model, bucket.Version, bucket.Replica, error.Message);
}
