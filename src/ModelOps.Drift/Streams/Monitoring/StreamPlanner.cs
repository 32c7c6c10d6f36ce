using System.Globalization;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Makes the plan of a stream of its settings, and says what is wrong with them.</summary>
/// <param name="key">Where the settings are, for the errors.</param>
/// <param name="name">Name of the stream.</param>
/// <param name="options">Its settings.</param>
internal sealed class StreamPlanner(string key, string name, WatchedStreamOptions options)
{
    private const long DefaultUpdatesPerFalseAlarm = 10_000;
    private readonly List<string> _problems = [];

    internal IReadOnlyList<string> Problems => _problems;

    /// <returns>The plan; null when there are problems.</returns>
    internal StreamPlan? Make()
    {
        CheckNumbers();
        if (_problems.Count > 0) { return null; }
        DetectorRange values = RangeOfValues();
        string detector = options.Detector ?? (values == DetectorRange.Any ? Cusum.MethodName : HddmA.MethodName);
        DetectorKind? kind = DetectorCatalog.Find(detector);
        long? updates = options.UpdatesPerFalseAlarm ?? (options is { Detector: null, Factory: null } && values == DetectorRange.Any ? DefaultUpdatesPerFalseAlarm : null);
        if (options.Factory is null) { CheckDetector(kind, detector, values); }
        if (updates is not null && (options.Factory is not null || kind is { Threshold: null }))
        {
            _problems.Add($"{key}:{nameof(options.UpdatesPerFalseAlarm)} is {updates}, but {(kind is null || options.Factory is not null ? "a detector made in code" : detector)} is not calibrated here. "
                + "Leave it out, or take adwin, cusum, ewma-chart, kswin or page-hinkley.");
        }

        if (_problems.Count > 0 || Made(kind) is not { } made) { return null; }
        return new StreamPlan
        {
            Name = name,
            Source = options.Source,
            Tensor = options.Tensor,
            Column = options.Column,
            Above = options.Above ?? double.NaN,
            Low = options.Low ?? double.NaN,
            High = options.High ?? double.NaN,
            BlockSize = options.BlockSize,
            BlockTicks = options.BlockLength?.Ticks ?? 0,
            Create = Creator(kind),
            Threshold = updates is null ? null : Threshold(kind!),
            UpdatesPerFalseAlarm = updates ?? 0,
            CalibrationValues = options.CalibrationValues,
            Key = KeyOf(made, updates),
        };
    }

    private void CheckNumbers()
    {
        Require(name.Length is >= 1 and <= 128, "the name", name.Length + " long", "Give 1 to 128 characters.");
        Require(Enum.IsDefined(options.Source), nameof(options.Source), options.Source, $"Set it to {string.Join(", ", Enum.GetNames<StreamSource>())}.");
        Require(options.Column >= 0, nameof(options.Column), options.Column, "Columns are counted from 0.");
        bool isTensor = options.Source is StreamSource.Input or StreamSource.Output;
        Require(isTensor || options.Tensor is null, nameof(options.Tensor), options.Tensor, $"Leave it out: the source {options.Source} has no tensor.");
        Require(options.Above is not { } above || double.IsFinite(above), nameof(options.Above), options.Above, "Set it to a finite number.");
        Require(options.Low is null == options.High is null, nameof(options.High), options.High, $"Set both {nameof(options.Low)} and {nameof(options.High)}, or neither.");
        Require(options.Low is null || options.High is null || (options.High > options.Low && double.IsFinite(options.High.Value - options.Low.Value)), nameof(options.High), options.High, $"Set it above {nameof(options.Low)}, both finite.");
        Require(options.BlockSize is >= 1 and <= 1_000_000, nameof(options.BlockSize), options.BlockSize, "Set it from 1 to 1000000, e.g. 50.");
        Require(options.BlockLength is not { } length || (length >= TimeSpan.FromSeconds(1) && length <= TimeSpan.FromDays(1)), nameof(options.BlockLength), options.BlockLength, "Set it from 1 second to 1 day, e.g. '00:01:00'.");
        Require(options.BlockLength is null || options.BlockSize == 1, nameof(options.BlockLength), options.BlockLength, $"Set it or {nameof(options.BlockSize)}, not both.");
        Require(options.UpdatesPerFalseAlarm is null or >= 100 and <= 1_000_000, nameof(options.UpdatesPerFalseAlarm), options.UpdatesPerFalseAlarm, "Set it from 100 to 1000000, e.g. 10000.");
        Require(options.CalibrationValues is >= 100 and <= 100_000, nameof(options.CalibrationValues), options.CalibrationValues, "Set it from 100 to 100000, e.g. 2000.");
    }

    private DetectorRange RangeOfValues()
    {
        bool isOutcome = options.Above is not null || options.Source is StreamSource.Failures or StreamSource.WrongPredictions;
        bool isEach = options is { BlockSize: 1, BlockLength: null };
        return isOutcome && isEach && options.Low is null ? DetectorRange.Outcome
            : isOutcome || options.Low is not null ? DetectorRange.Unit
            : DetectorRange.Any;
    }

    private void CheckDetector(DetectorKind? kind, string detector, DetectorRange values)
    {
        if (kind is null)
        {
            _problems.Add($"{key}:{nameof(options.Detector)} is '{detector}', which is not known. Take one of {string.Join(", ", DetectorCatalog.Names)}.");
            return;
        }

        if (values > kind.Takes)
        {
            _problems.Add(kind.Takes == DetectorRange.Outcome
                ? $"{key}:{nameof(options.Detector)} is '{kind.Name}', which takes 0 and 1, but the stream has other numbers. Set {nameof(options.Above)} and take every value, or take cusum, kswin or page-hinkley."
                : $"{key}:{nameof(options.Detector)} is '{kind.Name}', which takes 0 to 1, but the stream has any numbers. Set {nameof(options.Low)} and {nameof(options.High)}, or {nameof(options.Above)}, or take cusum, kswin or page-hinkley.");
        }

        var settings = new DetectorSettings(options.Settings);
        try
        {
            kind.Create(settings);
        }
        catch (ArgumentException error)
        {
            settings.OutOfRange(error);
        }

        foreach ((string setting, string problem) in settings.Problems)
        {
            _problems.Add($"{key}:{nameof(options.Settings)}:{setting} is {(options.Settings.TryGetValue(setting, out string? text) ? $"'{text}'" : "left out")}. {problem}");
        }
    }

    private StreamDetector? Made(DetectorKind? kind)
    {
        try
        {
            return Creator(kind)() ?? throw new InvalidOperationException("it gave null");
        }
        catch (Exception error)
        {
            _problems.Add($"{key}: the detector made in code could not be made ({error.GetType().Name}). Mend what was given to {nameof(WatchedStreamOptions.UseDetector)}.");
            return null;
        }
    }

    private Func<StreamDetector> Creator(DetectorKind? kind)
    {
        WatchedStreamOptions given = options;
        return given.Factory ?? (() => kind!.Create(new DetectorSettings(given.Settings)));
    }

    private Func<DetectorThreshold> Threshold(DetectorKind kind)
    {
        WatchedStreamOptions given = options;
        return () => kind.Threshold!(new DetectorSettings(given.Settings));
    }

    private string KeyOf(StreamDetector made, long? updates)
    {
        IEnumerable<string> settings = made.Save().Settings.OrderBy(static setting => setting.Key, StringComparer.Ordinal)
            .Select(static setting => $"{setting.Key}={string.Join(',', setting.Value.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Source} {options.Tensor}[{options.Column}] above={options.Above} block={options.BlockSize}/{options.BlockLength?.Ticks} range={options.Low}..{options.High} {made.Name}({string.Join(' ', settings)}) calibrated={updates}/{(updates is null ? 0 : options.CalibrationValues)}");
    }

    private void Require<T>(bool holds, string setting, T value, string mend)
    {
        if (!holds) { _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{key}:{setting} is {value}. {mend}")); }
    }
}
