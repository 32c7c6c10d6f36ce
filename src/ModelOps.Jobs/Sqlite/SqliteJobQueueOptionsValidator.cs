using Microsoft.Extensions.Options;

namespace ModelOps.Jobs;

internal sealed class SqliteJobQueueOptionsValidator : IValidateOptions<SqliteJobQueueOptions>
{
    private const long LeastBytes = 1 << 20;

    public ValidateOptionsResult Validate(string? name, SqliteJobQueueOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (string.IsNullOrWhiteSpace(options.Path) || options.Path.Contains('\0', StringComparison.Ordinal))
        {
            Fail(nameof(options.Path), options.Path, "Name a file, such as 'modelops-jobs/jobs.db'.");
        }

        if (options.BusyTimeout < TimeSpan.FromSeconds(1) || options.BusyTimeout > TimeSpan.FromMinutes(10))
        {
            Fail(nameof(options.BusyTimeout), options.BusyTimeout, "Use 00:00:01 to 00:10:00.");
        }

        if (options.MaxQueued < 1) { Fail(nameof(options.MaxQueued), options.MaxQueued, "Use 1 or more."); }
        if (options.MaxFileBytes < LeastBytes) { Fail(nameof(options.MaxFileBytes), options.MaxFileBytes, $"Use {LeastBytes} or more."); }
        return result.Build();

        void Fail(string key, object? value, string mend) => result.AddError($"{SqliteJobQueueOptions.SectionName}:{key} is '{value}'. {mend}");
    }
}
