using Microsoft.Extensions.Options;
using ModelOps.Drift.Validation;

namespace ModelOps.Drift.Performance.Monitoring;

internal sealed class PerformanceMonitoringOptionsValidator : IValidateOptions<PerformanceMonitoringOptions>
{
    private const int MaxIds = 10_000_000;
    private const int MostWindows = LabelJoinOptions.MaxWindows / 2;

    public ValidateOptionsResult Validate(string? name, PerformanceMonitoringOptions options)
    {
        var check = new SettingsCheck(PerformanceMonitoringOptions.SectionName);
        check.Require(options.StateDirectory is not "", nameof(options.StateDirectory), "empty", "Name a folder, or leave it out.");
        check.Require(
            options.SaveInterval >= TimeSpan.FromSeconds(1) && options.SaveInterval <= TimeSpan.FromHours(1), nameof(options.SaveInterval), options.SaveInterval,
            "Set it from 1 second to 1 hour, e.g. '00:00:30'.");
        check.Require(options.History is >= 1 and <= 10_000, nameof(options.History), options.History, "Set it from 1 to 10000, e.g. 200.");
        foreach ((string model, PerformanceModelOptions settings) in options.Models)
        {
            CheckModel(check, model, settings);
            CheckReference(check, model, settings, options.FindReference(model));
        }

        return check.Build();
    }

    private static void CheckModel(SettingsCheck check, string model, PerformanceModelOptions settings)
    {
        string key = $"{nameof(PerformanceMonitoringOptions.Models)}:{model}";
        check.Require(ModelReference.IsName(model), key, "no name of a model", $"{ModelReference.NameRule}.");
        check.Require(Enum.IsDefined(settings.Task), $"{key}:{nameof(settings.Task)}", settings.Task, $"Set it to {string.Join(", ", Enum.GetNames<PredictionTask>())}.");
        check.Require(settings.Output is not "", $"{key}:{nameof(settings.Output)}", "empty", "Name an output of the model, or leave it out.");
        check.Require(settings.IdInput is not "", $"{key}:{nameof(settings.IdInput)}", "empty", "Name an input of the model, or leave it out.");
        check.Require(settings.Column is null or >= 0, $"{key}:{nameof(settings.Column)}", settings.Column, "Set it to 0 or more, or leave it out.");
        check.Require(
            settings.Column is null || settings.Task != PredictionTask.MulticlassClassification, $"{key}:{nameof(settings.Column)}", settings.Column,
            "Leave it out: of several classes all columns are scores.");
        check.Require(double.IsFinite(settings.DecisionThreshold), $"{key}:{nameof(settings.DecisionThreshold)}", settings.DecisionThreshold, "Set it to a finite number, e.g. 0.5.");
        bool isWindow = settings.Window >= TimeSpan.FromSeconds(1) && settings.Window <= TimeSpan.FromDays(31);
        check.Require(isWindow, $"{key}:{nameof(settings.Window)}", settings.Window, "Set it from 1 second to 31 days, e.g. '01:00:00'.");
        check.Require(
            !isWindow || (settings.LabelTimeToLive >= settings.Window && settings.LabelTimeToLive / settings.Window <= MostWindows),
            $"{key}:{nameof(settings.LabelTimeToLive)}", settings.LabelTimeToLive, $"Set it from the length of a window to {MostWindows} windows, e.g. '7.00:00:00'.");
        check.Require(
            settings.LabelWait is not { } wait || (wait >= TimeSpan.Zero && wait <= settings.LabelTimeToLive), $"{key}:{nameof(settings.LabelWait)}", settings.LabelWait,
            $"Set it from 0 to {nameof(settings.LabelTimeToLive)}, or leave it out.");
        check.Require(settings.MaxIds is >= 1 and <= MaxIds, $"{key}:{nameof(settings.MaxIds)}", settings.MaxIds, $"Set it from 1 to {MaxIds}, e.g. 100000.");
    }

    private static void CheckReference(SettingsCheck check, string model, PerformanceModelOptions settings, PerformanceReference? given)
    {
        string key = $"{nameof(PerformanceMonitoringOptions.Models)}:{model}";
        check.Require(settings.MinRows is >= 1 and <= 1_000_000, $"{key}:{nameof(settings.MinRows)}", settings.MinRows, "Set it from 1 to 1000000, e.g. 100.");
        check.Require(settings.ReferencePath is not "", $"{key}:{nameof(settings.ReferencePath)}", "empty", "Name a file of the version, or leave it out.");
        check.Require(
            settings.ReferenceFile is not { } file || File.Exists(file), $"{key}:{nameof(settings.ReferenceFile)}", "a file that is not there",
            $"Give the path of what {nameof(CbpeReferenceFile)}, {nameof(MulticlassCbpeReferenceFile)} or {nameof(DleReferenceFile)} wrote.");
        check.Require(
            given is null || given.Task == settings.Task, $"{key}:{nameof(settings.Task)}", settings.Task,
            $"Set it to {given?.Task}, which the reference given by {nameof(PerformanceMonitoringOptions.UseReference)} is of.");
        check.Require(
            settings.Inputs.Distinct(StringComparer.Ordinal).Count() == settings.Inputs.Count && !settings.Inputs.Contains(string.Empty), $"{key}:{nameof(settings.Inputs)}",
            "with a name that is empty or there twice", "Name each input once.");
    }
}
