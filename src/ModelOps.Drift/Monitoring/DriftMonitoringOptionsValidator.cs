using Microsoft.Extensions.Options;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Validation;

namespace ModelOps.Drift.Monitoring;

internal sealed class DriftMonitoringOptionsValidator : IValidateOptions<DriftMonitoringOptions>
{
    private const int MaxReplicaLength = 256;
    private static readonly TimeSpan MostFlush = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, DriftMonitoringOptions options)
    {
        var check = new SettingsCheck(DriftMonitoringOptions.SectionName);
        CheckNumbers(check, options);
        CheckTimes(check, options);
        CheckWindows(check, options);
        foreach ((string model, MonitoredModelOptions settings) in options.Models) { CheckModel(check, model, settings); }
        return check.Build();
    }

    private static void CheckNumbers(SettingsCheck check, DriftMonitoringOptions options)
    {
        check.Require(options.Replica is null or { Length: >= 1 and <= MaxReplicaLength }, nameof(options.Replica), options.Replica, $"Give 1 to {MaxReplicaLength} characters, or leave it out.");
        check.Require(options.SampleRate is > 0 and <= 1, nameof(options.SampleRate), options.SampleRate, "Set it above 0 and to 1 at most.");
        check.Require(options.MaxRowsPerSecond is null or >= 1, nameof(options.MaxRowsPerSecond), options.MaxRowsPerSecond, "Set it to 1 or more, e.g. 100000, or to null for no limit.");
        check.Require(options.MaxPendingBuckets >= 1, nameof(options.MaxPendingBuckets), options.MaxPendingBuckets, "Set it to 1 or more, e.g. 1440.");
        check.Require(options.AlarmsPerWeek > 0 && double.IsFinite(options.AlarmsPerWeek), nameof(options.AlarmsPerWeek), options.AlarmsPerWeek, "Set it above 0, e.g. 1.");
        check.Require(options.MaxValuesPerBucket is >= 16 and <= 1_000_000, nameof(options.MaxValuesPerBucket), options.MaxValuesPerBucket, "Set it from 16 to 1000000, e.g. 2000.");
        check.Require(options.History is >= 1 and <= 10_000, nameof(options.History), options.History, "Set it from 1 to 10000, e.g. 60.");
        check.Require(options.Season.Count is >= 0 and <= 52, $"{nameof(options.Season)}:{nameof(options.Season.Count)}", options.Season.Count, "Set it from 0 to 52.");
        check.Require(Enum.IsDefined(options.Evaluators), nameof(options.Evaluators), options.Evaluators, $"Set it to {string.Join(", ", Enum.GetNames<DriftEvaluators>())}.");
        check.Require(Enum.IsDefined(options.AlarmRule), nameof(options.AlarmRule), options.AlarmRule, $"Set it to {string.Join(" or ", Enum.GetNames<DriftAlarmRule>())}.");
    }

    private static void CheckTimes(SettingsCheck check, DriftMonitoringOptions options)
    {
        TimeSpan bucket = options.BucketLength;
        bool isPart = bucket >= TimeSpan.FromSeconds(1) && bucket <= TimeSpan.FromDays(1) && TimeSpan.TicksPerDay % bucket.Ticks == 0;
        check.Require(isPart, nameof(options.BucketLength), bucket, "Set it to a whole part of a day from 1 second on, e.g. '00:01:00'.");
        check.Require(options.FlushInterval >= MostFlush && options.FlushInterval <= bucket, nameof(options.FlushInterval), options.FlushInterval, $"Set it from '00:00:00.1' to {nameof(options.BucketLength)}, e.g. '00:00:05'.");
        check.Require(options.Grace >= TimeSpan.Zero && options.Grace <= TimeSpan.FromHours(1), nameof(options.Grace), options.Grace, "Set it from 0 to 1 hour, e.g. '00:00:15'.");
        check.Require(options.AllowedLateness >= TimeSpan.Zero && options.AllowedLateness <= TimeSpan.FromDays(1), nameof(options.AllowedLateness), options.AllowedLateness, "Set it from 0 to 1 day, e.g. '00:05:00'.");
        if (!isPart) { return; }
        check.Require(IsMultiple(options.EvidencePeriod, bucket) && options.EvidencePeriod <= TimeSpan.FromDays(31), nameof(options.EvidencePeriod), options.EvidencePeriod, "Set it to a multiple of BucketLength, at most 31 days, e.g. '1.00:00:00'.");
        check.Require(options.Retention is not { } kept || kept >= options.Window.Length, nameof(options.Retention), options.Retention, "Set it to the length of a window or more, or leave it out.");
    }

    private static void CheckWindows(SettingsCheck check, DriftMonitoringOptions options)
    {
        DriftWindowOptions window = options.Window;
        TimeSpan bucket = options.BucketLength > TimeSpan.Zero ? options.BucketLength : TimeSpan.FromTicks(1);
        string key = nameof(options.Window);
        check.Require(Enum.IsDefined(window.Kind), $"{key}:{nameof(window.Kind)}", window.Kind, $"Set it to {string.Join(", ", Enum.GetNames<DriftWindowKind>())}.");
        check.Require(IsMultiple(window.Length, bucket) && window.Length <= TimeSpan.FromDays(31), $"{key}:{nameof(window.Length)}", window.Length, "Set it to a multiple of BucketLength, at most 31 days, e.g. '01:00:00'.");
        check.Require(IsMultiple(window.Step, bucket) && window.Step <= window.Length, $"{key}:{nameof(window.Step)}", window.Step, "Set it to a multiple of BucketLength, at most the window's Length.");
        check.Require(IsMultiple(window.Gap, bucket) && window.Gap <= TimeSpan.FromDays(1), $"{key}:{nameof(window.Gap)}", window.Gap, "Set it to a multiple of BucketLength, at most 1 day.");
        check.Require(IsMultiple(options.Season.Period, bucket) && options.Season.Period >= window.Length && options.Season.Period <= TimeSpan.FromDays(366), $"{nameof(options.Season)}:{nameof(options.Season.Period)}", options.Season.Period, "Set it to a multiple of BucketLength, at least the window's Length, e.g. '7.00:00:00'.");
    }

    private static void CheckModel(SettingsCheck check, string model, MonitoredModelOptions settings)
    {
        string key = $"{nameof(DriftMonitoringOptions.Models)}:{model}";
        check.Require(settings.ReferenceFile is not { } file || File.Exists(file), $"{key}:{nameof(settings.ReferenceFile)}", "a file that is not there", $"Give the path of a profile that {nameof(DriftProfileFile)} wrote.");
        foreach ((string tensor, IList<string> columns) in settings.Columns)
        {
            string? twice = columns.GroupBy(static column => column, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1)?.Key;
            check.Require(columns.Count > 0, $"{key}:{nameof(settings.Columns)}:{tensor}", "empty", "Name the feature of each column, in their order.");
            check.Require(twice is null, $"{key}:{nameof(settings.Columns)}:{tensor}", $"with '{twice}' twice", "Name each feature once.");
        }
    }

    private static bool IsMultiple(TimeSpan time, TimeSpan of) => time >= of && time.Ticks % of.Ticks == 0;
}
