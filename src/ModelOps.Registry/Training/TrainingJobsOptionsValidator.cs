using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Training;

internal sealed class TrainingJobsOptionsValidator : IValidateOptions<TrainingJobsOptions>
{
    public ValidateOptionsResult Validate(string? name, TrainingJobsOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0', StringComparison.Ordinal)) { Fail(nameof(options.Path), options.Path, "Name a folder, such as 'modelops-training'."); }
        if (options.Concurrency is < 0 or > 32) { Fail(nameof(options.Concurrency), options.Concurrency, "Use 0 to 32."); }
        if (options.MaxAttempts is < 1 or > 100) { Fail(nameof(options.MaxAttempts), options.MaxAttempts, "Use 1 to 100."); }
        if (options.MaxLogBytes is < 4096 or > 1L << 30) { Fail(nameof(options.MaxLogBytes), options.MaxLogBytes, "Use 4096 to 1073741824."); }
        if (!Enum.IsDefined(options.LostJobs)) { Fail(nameof(options.LostJobs), options.LostJobs, "Use TakeOver or MarkLost."); }
        Span(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Span(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Span(nameof(options.TimeLimit), options.TimeLimit, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        Span(nameof(options.Retention), options.Retention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3653));
        Span(nameof(options.BusyTimeout), options.BusyTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        foreach ((string job, TrainingProcess process) in options.Processes)
        {
            if (string.IsNullOrWhiteSpace(process.FileName)) { Fail($"{nameof(options.Processes)}:{job}:{nameof(process.FileName)}", process.FileName, "Name a program, such as 'python3'."); }
        }

        return result.Build();

        void Span(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) { Fail(key, value, $"Use {least} to {most}."); }
        }

        void Fail(string key, object? value, string mend) => result.AddError($"{TrainingJobsOptions.SectionName}:{key} is '{value}'. {mend}");
    }
}
