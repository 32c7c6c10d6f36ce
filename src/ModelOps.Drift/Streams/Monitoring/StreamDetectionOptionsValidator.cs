using System.Globalization;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Validation;

namespace ModelOps.Drift.Streams.Monitoring;

internal sealed class StreamDetectionOptionsValidator : IValidateOptions<StreamDetectionOptions>
{
    private const int MaxStreams = 10_000;

    public ValidateOptionsResult Validate(string? name, StreamDetectionOptions options)
    {
        var check = new SettingsCheck(StreamDetectionOptions.SectionName);
        check.Require(options.BufferSize is >= 1024 and <= 1 << 24, nameof(options.BufferSize), options.BufferSize, "Set it from 1024 to 16777216, e.g. 65536.");
        check.Require(IsBetween(options.Interval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10)), nameof(options.Interval), options.Interval, "Set it from 10 milliseconds to 10 seconds, e.g. '00:00:00.05'.");
        check.Require(options.StateDirectory is not { Length: 0 }, nameof(options.StateDirectory), "empty", "Give a folder, or leave it out.");
        check.Require(IsBetween(options.SaveInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), nameof(options.SaveInterval), options.SaveInterval, "Set it from 1 second to 1 hour, e.g. '00:00:30'.");
        check.Require(options.History is >= 1 and <= 10_000, nameof(options.History), options.History, "Set it from 1 to 10000, e.g. 100.");
        check.Require(options.MaxVersions is >= 1 and <= 10_000, nameof(options.MaxVersions), options.MaxVersions, "Set it from 1 to 10000, e.g. 256.");
        check.Require(IsBetween(options.ForgetAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366)), nameof(options.ForgetAfter), options.ForgetAfter, "Set it from 1 minute to 366 days, e.g. '7.00:00:00'.");
        check.Require(IsBetween(options.QuietTime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)), nameof(options.QuietTime), options.QuietTime, "Set it from 1 minute to 30 days, e.g. '01:00:00'.");
        foreach ((string model, StreamedModelOptions watched) in options.Models) { Check(check, model, watched); }
        return check.Build();
    }

    private static void Check(SettingsCheck check, string model, StreamedModelOptions watched)
    {
        string key = $"{nameof(StreamDetectionOptions.Models)}:{model}";
        check.Require(ModelReference.IsName(model), nameof(StreamDetectionOptions.Models), $"'{model}'", $"It is no name of a model: {ModelReference.NameRule}.");
        check.Require(watched.Streams.Count <= MaxStreams, $"{key}:{nameof(watched.Streams)}", watched.Streams.Count, $"Watch at most {MaxStreams} streams of a model.");
        foreach ((string stream, WatchedStreamOptions options) in watched.Streams)
        {
            var planner = new StreamPlanner($"{StreamDetectionOptions.SectionName}:{key}:{nameof(watched.Streams)}:{stream}", stream, options);
            planner.Make();
            foreach (string problem in planner.Problems) { check.Add(problem); }
        }
    }

    private static bool IsBetween(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private static void Require<T>(SettingsCheck check, bool holds, string key, T value, string mend)
    {
        if (!holds) { check.Add(string.Create(CultureInfo.InvariantCulture, $"{StreamDetectionOptions.SectionName}:{key} is {value}. {mend}")); }
    }
}
