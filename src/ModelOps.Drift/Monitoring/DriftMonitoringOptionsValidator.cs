using System.Globalization;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

internal sealed class DriftMonitoringOptionsValidator : IValidateOptions<DriftMonitoringOptions>
{
    private const int MaxReplicaLength = 256;
    private static readonly TimeSpan MostFlush = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, DriftMonitoringOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        CheckNumbers(result, options);
        CheckTimes(result, options);
        CheckWindows(result, options);
        foreach ((string model, MonitoredModelOptions settings) in options.Models) { CheckModel(result, model, settings); }
        return result.Build();
    }

    private static void CheckNumbers(ValidateOptionsResultBuilder result, DriftMonitoringOptions options)
    {
        Require(result, options.Replica is null or { Length: >= 1 and <= MaxReplicaLength }, nameof(options.Replica), options.Replica, $"Give 1 to {MaxReplicaLength} characters, or leave it out.");
        Require(result, options.SampleRate is > 0 and <= 1, nameof(options.SampleRate), options.SampleRate, "Set it above 0 and to 1 at most.");
        Require(result, options.MaxRowsPerSecond is null or >= 1, nameof(options.MaxRowsPerSecond), options.MaxRowsPerSecond, "Set it to 1 or more, e.g. 250000, or to null for no limit.");
        Require(result, options.MaxPendingBuckets >= 1, nameof(options.MaxPendingBuckets), options.MaxPendingBuckets, "Set it to 1 or more, e.g. 1440.");
        Require(result, options.AlarmsPerWeek > 0 && double.IsFinite(options.AlarmsPerWeek), nameof(options.AlarmsPerWeek), options.AlarmsPerWeek, "Set it above 0, e.g. 1.");
        Require(result, options.MaxValuesPerBucket is >= 16 and <= 1_000_000, nameof(options.MaxValuesPerBucket), options.MaxValuesPerBucket, "Set it from 16 to 1000000, e.g. 2000.");
        Require(result, options.History is >= 1 and <= 10_000, nameof(options.History), options.History, "Set it from 1 to 10000, e.g. 60.");
        Require(result, options.Season.Count is >= 0 and <= 52, $"{nameof(options.Season)}:{nameof(options.Season.Count)}", options.Season.Count, "Set it from 0 to 52.");
        Require(result, Enum.IsDefined(options.Evaluators), nameof(options.Evaluators), options.Evaluators, $"Set it to {string.Join(", ", Enum.GetNames<DriftEvaluators>())}.");
        Require(result, Enum.IsDefined(options.AlarmRule), nameof(options.AlarmRule), options.AlarmRule, $"Set it to {string.Join(" or ", Enum.GetNames<DriftAlarmRule>())}.");
    }

    private static void CheckTimes(ValidateOptionsResultBuilder result, DriftMonitoringOptions options)
    {
        TimeSpan bucket = options.BucketLength;
        bool isPart = bucket >= TimeSpan.FromSeconds(1) && bucket <= TimeSpan.FromDays(1) && TimeSpan.TicksPerDay % bucket.Ticks == 0;
        Require(result, isPart, nameof(options.BucketLength), bucket, "Set it to a whole part of a day from 1 second on, e.g. '00:01:00'.");
        Require(result, options.FlushInterval >= MostFlush && options.FlushInterval <= bucket, nameof(options.FlushInterval), options.FlushInterval, $"Set it from '00:00:00.1' to {nameof(options.BucketLength)}, e.g. '00:00:05'.");
        Require(result, options.Grace >= TimeSpan.Zero && options.Grace <= TimeSpan.FromHours(1), nameof(options.Grace), options.Grace, "Set it from 0 to 1 hour, e.g. '00:00:15'.");
        Require(result, options.AllowedLateness >= TimeSpan.Zero && options.AllowedLateness <= TimeSpan.FromDays(1), nameof(options.AllowedLateness), options.AllowedLateness, "Set it from 0 to 1 day, e.g. '00:05:00'.");
        if (!isPart) { return; }
        Require(result, IsMultiple(options.EvidencePeriod, bucket) && options.EvidencePeriod <= TimeSpan.FromDays(31), nameof(options.EvidencePeriod), options.EvidencePeriod, "Set it to a multiple of BucketLength, at most 31 days, e.g. '1.00:00:00'.");
        Require(result, options.Retention is not { } kept || kept >= options.Window.Length, nameof(options.Retention), options.Retention, "Set it to the length of a window or more, or leave it out.");
    }

    private static void CheckWindows(ValidateOptionsResultBuilder result, DriftMonitoringOptions options)
    {
        DriftWindowOptions window = options.Window;
        TimeSpan bucket = options.BucketLength > TimeSpan.Zero ? options.BucketLength : TimeSpan.FromTicks(1);
        string key = nameof(options.Window);
        Require(result, Enum.IsDefined(window.Kind), $"{key}:{nameof(window.Kind)}", window.Kind, $"Set it to {string.Join(", ", Enum.GetNames<DriftWindowKind>())}.");
        Require(result, IsMultiple(window.Length, bucket) && window.Length <= TimeSpan.FromDays(31), $"{key}:{nameof(window.Length)}", window.Length, "Set it to a multiple of BucketLength, at most 31 days, e.g. '01:00:00'.");
        Require(result, IsMultiple(window.Step, bucket) && window.Step <= window.Length, $"{key}:{nameof(window.Step)}", window.Step, "Set it to a multiple of BucketLength, at most the window's Length.");
        Require(result, IsMultiple(window.Gap, bucket) && window.Gap <= TimeSpan.FromDays(1), $"{key}:{nameof(window.Gap)}", window.Gap, "Set it to a multiple of BucketLength, at most 1 day.");
        Require(result, IsMultiple(options.Season.Period, bucket) && options.Season.Period >= window.Length && options.Season.Period <= TimeSpan.FromDays(366), $"{nameof(options.Season)}:{nameof(options.Season.Period)}", options.Season.Period, "Set it to a multiple of BucketLength, at least the window's Length, e.g. '7.00:00:00'.");
    }

    private static void CheckModel(ValidateOptionsResultBuilder result, string model, MonitoredModelOptions settings)
    {
        string key = $"{nameof(DriftMonitoringOptions.Models)}:{model}";
        Require(result, settings.ReferenceFile is not { } file || File.Exists(file), $"{key}:{nameof(settings.ReferenceFile)}", "a file that is not there", $"Give the path of a profile that {nameof(DriftProfileFile)} wrote.");
        foreach ((string tensor, IList<string> columns) in settings.Columns)
        {
            string? twice = columns.GroupBy(static column => column, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1)?.Key;
            Require(result, columns.Count > 0, $"{key}:{nameof(settings.Columns)}:{tensor}", "empty", "Name the feature of each column, in their order.");
            Require(result, twice is null, $"{key}:{nameof(settings.Columns)}:{tensor}", $"with '{twice}' twice", "Name each feature once.");
        }
    }

    private static bool IsMultiple(TimeSpan time, TimeSpan of) => time >= of && time.Ticks % of.Ticks == 0;

    private static void Require(ValidateOptionsResultBuilder result, bool holds, string key, object? value, string mend)
    {
        if (!holds) { result.AddError(string.Create(CultureInfo.InvariantCulture, $"{DriftMonitoringOptions.SectionName}:{key} is {value}. {mend}")); }
    }
}
