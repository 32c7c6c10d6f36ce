using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The detector of a stream of one version, from its calibration on. For one thread at a time.</summary>
/// <param name="key">The version.</param>
/// <param name="plan">The stream.</param>
internal sealed class DetectorRun(VersionKey key, StreamPlan plan)
{
    /// <summary>Most values that wait for a calibration.</summary>
    internal const int MaxHeld = 65_536;

    private readonly ValueTimeline _timeline = new();
    private List<double> _sample = [];
    private List<HeldValue> _held = [];
    private StreamDetector? _detector;
    private bool _warns;
    private double? _threshold;
    private double? _runTime;

    internal RunPhase Phase { get; private set; } = plan.Threshold is null ? RunPhase.Watching : RunPhase.Gathering;

    /// <summary>Values of the sample so far.</summary>
    internal int Sampled => _sample.Count;

    /// <summary>Values that the detector did not take, being outside its range.</summary>
    internal long Refused { get; private set; }

    /// <summary>Values that did not fit while the threshold was looked for.</summary>
    internal long Dropped { get; private set; }

    /// <summary>The sample, for the calibration, which may be done on another thread.</summary>
    internal double[] Sample() => [.. _sample];

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite, in units of the stream.</param>
    /// <param name="at">When, in ticks of UTC.</param>
    /// <param name="changes">Takes what is found.</param>
    internal void Take(double value, long at, ICollection<StreamChange> changes)
    {
        switch (Phase)
        {
            case RunPhase.Gathering:
                _timeline.Add(value, at);
                _sample.Add(plan.Scale(value));
                if (_sample.Count >= plan.CalibrationValues) { Phase = RunPhase.Calibrating; }
                break;
            case RunPhase.Calibrating:
                if (_held.Count < MaxHeld) { _held.Add(new HeldValue(value, at)); } else { Dropped++; }
                break;
            default:
                Watch(value, at, changes);
                break;
        }
    }

    /// <summary>Goes on with a calibrated detector, and gives it what waited.</summary>
    internal void Begin(CalibrationResult result, ICollection<StreamChange> changes)
    {
        _detector = result.Detector;
        _threshold = result.Estimate?.Threshold;
        _runTime = result.Estimate?.Updates;
        Phase = RunPhase.Watching;
        _sample = [];
        List<HeldValue> held = _held;
        _held = [];
        foreach (HeldValue waited in held) { Watch(waited.Value, waited.At, changes); }
    }

    internal void Save(StreamStateEntry entry)
    {
        entry.Phase = Phase;
        entry.Refused = Refused;
        entry.Dropped = Dropped;
        entry.Sample = [.. _sample];
        entry.Held = [.. _held.Select(static held => held.Value)];
        entry.HeldAt = [.. _held.Select(static held => held.At)];
        entry.Warns = _warns;
        entry.Threshold = _threshold;
        entry.RunTime = _runTime;
        entry.Detector = _detector?.Save();
        entry.Counts = [.. _timeline.Cells.Select(static cell => cell.Count)];
        entry.Sums = [.. _timeline.Cells.Select(static cell => cell.Sum)];
        entry.Squares = [.. _timeline.Cells.Select(static cell => cell.Squares)];
        entry.From = [.. _timeline.Cells.Select(static cell => cell.From)];
    }

    /// <summary>Goes on from what was saved, into a run that has taken nothing yet.</summary>
    /// <exception cref="StreamDetectorFormatException">It is damaged; the run must not be used.</exception>
    internal void Load(StreamStateEntry entry)
    {
        Refuse(!Enum.IsDefined(entry.Phase) || (entry.Phase != RunPhase.Watching && plan.Threshold is null), "its phase does not fit");
        Refuse(entry.Sample.Length > plan.CalibrationValues || (entry.Phase == RunPhase.Calibrating && entry.Sample.Length < plan.CalibrationValues), "its sample has another size");
        Refuse(entry.Held.Length != entry.HeldAt.Length || entry.Held.Length > MaxHeld || entry.Refused < 0 || entry.Dropped < 0, "what waits does not fit");
        Refuse(!Array.TrueForAll(entry.Sample, IsTaken) || !Array.TrueForAll(entry.Held, IsTaken), "a value is not finite");
        int cells = entry.Counts.Length;
        Refuse(entry.Sums.Length != cells || entry.Squares.Length != cells || entry.From.Length != cells, "its timeline does not fit");
        Refuse(!_timeline.TryLoad(entry.Counts.Select((count, i) => new TimelineCell(count, entry.Sums[i], entry.Squares[i], entry.From[i]))), "its timeline is no timeline");
        Phase = entry.Phase;
        Refused = entry.Refused;
        Dropped = entry.Dropped;
        _sample = [.. entry.Sample];
        _held = [.. entry.Held.Zip(entry.HeldAt, static (value, at) => new HeldValue(value, at))];
        _warns = entry.Warns;
        _threshold = entry.Threshold;
        _runTime = entry.RunTime;
        _detector = entry.Detector is null ? null : StreamDetectorFile.Restore(entry.Detector);
    }

    private static bool IsTaken(double value) => Math.Abs(value) <= StreamDetector.LargestMagnitude;

    private static void Refuse(bool isDamaged, string problem)
    {
        if (isDamaged) { throw new StreamDetectorFormatException(problem); }
    }

    private void Watch(double value, long at, ICollection<StreamChange> changes)
    {
        _detector ??= plan.Create();
        StreamState state;
        try
        {
            state = _detector.Update(plan.Scale(value));
        }
        catch (ArgumentOutOfRangeException)
        {
            Refused++;
            return;
        }

        _timeline.Add(value, at);
        bool warned = _warns;
        _warns = state == StreamState.Warning;
        if (state == StreamState.Drift || (_warns && !warned)) { changes.Add(Describe(state, at)); }
        if (state == StreamState.Drift) { _timeline.Clear(); }
    }

    private StreamChange Describe(StreamState state, long at)
    {
        TimelineSplit split = _timeline.Split();
        return new StreamChange
        {
            Model = key.Model,
            Version = key.Version,
            Stream = plan.Name,
            Source = plan.Source,
            Detector = _detector!.Name,
            State = state,
            At = new DateTimeOffset(at, TimeSpan.Zero),
            Since = new DateTimeOffset(split.Since, TimeSpan.Zero),
            Values = _timeline.Count,
            ValuesAfter = split.CountAfter,
            MeanBefore = split.Before,
            MeanAfter = split.After,
            DeviationBefore = split.Deviation,
            UpdatesPerFalseAlarm = _runTime,
        };
    }
}
