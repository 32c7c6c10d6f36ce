using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Performance;

/// <summary>Joins predictions with labels that come later, and tells the realised performance of each window of predictions. Safe for concurrent
/// use; bounded in memory.</summary>
/// <remarks>A window is of the time of prediction. The watermark is the time <see cref="LabelJoinOptions.TimeToLive"/> ago: a window that ends at
/// or before it is final, since a label counts until that long after its prediction. Of two predictions or two labels of an id the first stands,
/// for as long as the id is remembered.</remarks>
public sealed class LabelJoin
{
    /// <summary>Longest id, in UTF-16 units.</summary>
    public const int MaxIdLength = 256;

    private readonly LabelJoinOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LabelJoin> _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JoinEntry> _entries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _oldest = new();
    private readonly SortedDictionary<long, RealisedSums> _windows = [];
    private long _evicted;
    private bool _evictionTold;

    /// <summary>An empty join.</summary>
    /// <param name="options">Bounds; read once.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="logger">Told of evictions and of final windows; null for none.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LabelJoin(LabelJoinOptions options, TimeProvider? time = null, ILogger<LabelJoin>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        _options = new LabelJoinOptions
        {
            Task = options.Task,
            DecisionThreshold = options.DecisionThreshold,
            TimeToLive = options.TimeToLive,
            Window = options.Window,
            MaxEntries = options.MaxEntries,
        };
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<LabelJoin>.Instance;
    }

    /// <summary>Time before which windows are final.</summary>
    public DateTimeOffset Watermark => new(WatermarkTicks(), TimeSpan.Zero);

    /// <summary>Ids remembered now, at most <see cref="LabelJoinOptions.MaxEntries"/>.</summary>
    public int EntryCount
    {
        get { lock (_gate) { return _entries.Count; } }
    }

    /// <summary>Ids dropped before their other half came, because more were waiting than fit.</summary>
    public long EvictedCount
    {
        get { lock (_gate) { return _evicted; } }
    }

    /// <summary>Adds a prediction made now.</summary>
    /// <param name="id">Id that its label will have, 1 to <see cref="MaxIdLength"/> long.</param>
    /// <param name="prediction">What was predicted; for two classes positive from <see cref="LabelJoinOptions.DecisionThreshold"/> on.</param>
    /// <returns>What became of it.</returns>
    public JoinOutcome AddPrediction(string id, double prediction) => AddPrediction(id, prediction, _time.GetUtcNow());

    /// <summary>Adds a prediction made earlier.</summary>
    /// <param name="id">Id that its label will have, 1 to <see cref="MaxIdLength"/> long.</param>
    /// <param name="prediction">What was predicted; for two classes positive from <see cref="LabelJoinOptions.DecisionThreshold"/> on.</param>
    /// <param name="predictedAt">When; a time in the future counts as now.</param>
    /// <returns>What became of it.</returns>
    public JoinOutcome AddPrediction(string id, double prediction, DateTimeOffset predictedAt) => AddPrediction(id, prediction, predictedAt, out _);

    /// <summary>Adds a label, which may come before its prediction.</summary>
    /// <param name="id">Id of the prediction.</param>
    /// <param name="label">The truth; for two classes at least 0.5 is positive.</param>
    /// <returns>What became of it. A label whose prediction was forgotten waits like an early one, and is forgotten in turn.</returns>
    public JoinOutcome AddLabel(string id, double label) => AddLabel(id, label, waits: true, out _);

    internal JoinOutcome AddPrediction(string id, double prediction, DateTimeOffset predictedAt, out JoinedPair pair)
    {
        pair = default;
        if (!IsValid(id, prediction))
        {
            return JoinOutcome.Invalid;
        }

        lock (_gate)
        {
            Expire();
            long ticks = Math.Min(predictedAt.UtcTicks, _time.GetUtcNow().UtcTicks);
            if (ticks < WatermarkTicks())
            {
                return JoinOutcome.TooLate;
            }

            bool known = _entries.TryGetValue(id, out JoinEntry entry);
            if (known && entry.State != JoinState.Labelled)
            {
                return JoinOutcome.Duplicate;
            }

            RealisedSums window = WindowOf(ticks);
            window.Predicted();
            if (!known)
            {
                Remember(id, new JoinEntry(JoinState.Predicted, ticks, prediction));
                return JoinOutcome.Waiting;
            }

            window.Add(_options.Task, prediction, entry.Value, _options.DecisionThreshold);
            _entries[id] = entry with { State = JoinState.Joined };
            pair = new JoinedPair(prediction, entry.Value, ticks);
            return JoinOutcome.Joined;
        }
    }

    /// <param name="id">Id of the prediction.</param>
    /// <param name="label">The truth.</param>
    /// <param name="waits">Whether a label without a prediction is remembered; else nothing is, though <see cref="JoinOutcome.Waiting"/> is answered.</param>
    /// <param name="pair">What met.</param>
    internal JoinOutcome AddLabel(string id, double label, bool waits, out JoinedPair pair)
    {
        pair = default;
        if (!IsValid(id, label))
        {
            return JoinOutcome.Invalid;
        }

        lock (_gate)
        {
            Expire();
            if (!_entries.TryGetValue(id, out JoinEntry entry))
            {
                if (waits) { Remember(id, new JoinEntry(JoinState.Labelled, _time.GetUtcNow().UtcTicks, label)); }
                return JoinOutcome.Waiting;
            }

            if (entry.State != JoinState.Predicted)
            {
                return JoinOutcome.Duplicate;
            }

            WindowOf(entry.Ticks).Add(_options.Task, entry.Value, label, _options.DecisionThreshold);
            _entries[id] = entry with { State = JoinState.Joined };
            pair = new JoinedPair(entry.Value, label, entry.Ticks);
            return JoinOutcome.Joined;
        }
    }

    /// <summary>The windows held, oldest first, final ones and open ones. Where final ones are never taken the oldest are dropped.</summary>
    /// <returns>What is known of each.</returns>
    public IReadOnlyList<RealisedWindow> Windows()
    {
        lock (_gate)
        {
            return [.. _windows.Select(Describe)];
        }
    }

    /// <summary>Takes the final windows, which are held no more.</summary>
    /// <returns>Each once, oldest first.</returns>
    public IReadOnlyList<RealisedWindow> TakeFinalWindows()
    {
        RealisedWindow[] final;
        lock (_gate)
        {
            final = [.. _windows.Select(Describe).Where(static window => window.IsFinal)];
            foreach (RealisedWindow window in final) { _windows.Remove(window.Start.UtcTicks); }
            _evictionTold = false;
        }

        foreach (RealisedWindow window in final)
        {
            _logger.LabelWindowFinal(window.Start, window.Performance.Count, window.Predictions);
        }

        return final;
    }

    /// <summary>The state, to go on with after a restart. It holds ids and numbers of predictions.</summary>
    /// <returns>UTF-8 JSON for <see cref="Restore(ReadOnlySpan{byte}, LabelJoinOptions, TimeProvider?, ILogger{LabelJoin}?)"/>.</returns>
    public byte[] Save() => LabelJoinFile.Write(Snapshot());

    /// <summary>Goes on from a saved state; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Save"/> gave.</param>
    /// <param name="options">Bounds; task and window as when saved, the others may have changed.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="logger">Told of evictions and of final windows; null for none.</param>
    /// <returns>The join; what expired meanwhile is forgotten.</returns>
    /// <exception cref="PerformanceFormatException">The bytes are no such state.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static LabelJoin Restore(
        ReadOnlySpan<byte> utf8Json, LabelJoinOptions options, TimeProvider? time = null, ILogger<LabelJoin>? logger = null)
    {
        var join = new LabelJoin(options, time, logger);
        join.Load(LabelJoinFile.Read(utf8Json, join._options));
        return join;
    }

    /// <exception cref="PerformanceFormatException">It is no state of such a join.</exception>
    internal static LabelJoin Restore(LabelJoinDocument document, LabelJoinOptions options, TimeProvider time, ILogger<LabelJoin> logger)
    {
        var join = new LabelJoin(options, time, logger);
        join.Load(LabelJoinFile.Check(document, join._options));
        return join;
    }

    internal LabelJoinDocument Snapshot()
    {
        KeyValuePair<string, JoinEntry>[] entries;
        LabelJoinWindowDocument[] windows;
        long evicted;
        lock (_gate)
        {
            Expire();
            entries = [.. _entries];
            windows = [.. _windows.Select(static window => new LabelJoinWindowDocument(window.Key, window.Value.Values.ToArray()))];
            evicted = _evicted;
        }

        // Sorted apart: calls wait for the copying only.
        Array.Sort(entries, static (one, other) => one.Value.Ticks != other.Value.Ticks ? one.Value.Ticks.CompareTo(other.Value.Ticks) : string.CompareOrdinal(one.Key, other.Key));
        return new LabelJoinDocument
        {
            Format = LabelJoinDocument.ExpectedFormat,
            Version = LabelJoinDocument.CurrentVersion,
            Task = _options.Task,
            WindowTicks = _options.Window.Ticks,
            EvictedCount = evicted,
            Entries = Array.ConvertAll(entries, static entry => new LabelJoinEntryDocument(entry.Key, entry.Value.State, entry.Value.Ticks, entry.Value.Value)),
            Windows = windows,
        };
    }

    private void Load(LabelJoinDocument document)
    {
        _evicted = document.EvictedCount;
        foreach (LabelJoinWindowDocument window in document.Windows) { _windows[window.Ticks] = new RealisedSums(window.Sums); }
        foreach (LabelJoinEntryDocument entry in document.Entries) { Remember(entry.Id, new JoinEntry(entry.State, entry.Ticks, entry.Value)); }
        Expire();
    }

    private static bool IsValid(string id, double value) => id is { Length: > 0 and <= MaxIdLength } && Math.Abs(value) <= RealisedSums.LargestValue;

    private long WatermarkTicks() => Math.Max(0, _time.GetUtcNow().UtcTicks - _options.TimeToLive.Ticks);

    private void Expire()
    {
        long watermark = WatermarkTicks();
        while (_oldest.TryPeek(out string? id, out long ticks) && ticks < watermark)
        {
            _oldest.Dequeue();
            _entries.Remove(id);
        }
    }

    private void Remember(string id, JoinEntry entry)
    {
        if (_entries.Count >= _options.MaxEntries)
        {
            _entries.Remove(_oldest.Dequeue(), out JoinEntry dropped);
            _evicted += dropped.State == JoinState.Joined ? 0 : 1;
            if (dropped.State != JoinState.Joined && !_evictionTold)
            {
                _evictionTold = true;
                _logger.LabelJoinFull(_options.MaxEntries, _evicted);
            }
        }

        _entries[id] = entry;
        _oldest.Enqueue(id, entry.Ticks);
    }

    private RealisedSums WindowOf(long ticks)
    {
        long start = ticks - (ticks % _options.Window.Ticks);
        if (!_windows.TryGetValue(start, out RealisedSums? window))
        {
            if (_windows.Count >= LabelJoinOptions.MaxWindows)
            {
                _windows.Remove(_windows.Keys.First());
            }

            _windows[start] = window = new RealisedSums();
        }

        return window;
    }

    private RealisedWindow Describe(KeyValuePair<long, RealisedSums> window)
    {
        var start = new DateTimeOffset(window.Key, TimeSpan.Zero);
        DateTimeOffset end = start + _options.Window;
        return new RealisedWindow(start, end, window.Value.Predictions, end.UtcTicks <= WatermarkTicks(), window.Value.Estimate(_options.Task));
    }
}
