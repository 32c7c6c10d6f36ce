using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Validation;

internal sealed class ServingOptionsValidator(IServiceProviderIsService services) : IValidateOptions<ServingOptions>
{
    private const int MaxWarmUpRuns = 10_000;
    private const int MaxLoads = 64;
    private const int MaxRows = 65_536;

    public ValidateOptionsResult Validate(string? name, ServingOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.WarmUpRuns is < 0 or > MaxWarmUpRuns)
        {
            result.AddError($"{Key(nameof(options.WarmUpRuns))} is {options.WarmUpRuns}. Set it to 0 to {MaxWarmUpRuns}; 10 suits most models.");
        }

        for (int i = 0; i < options.WarmUpBatchSizes.Count; i++)
        {
            if (options.WarmUpBatchSizes[i] is < 1 or > MaxRows)
            {
                result.AddError($"{Key(nameof(options.WarmUpBatchSizes))}:{i} is {options.WarmUpBatchSizes[i]}. Set it to 1 to {MaxRows}.");
            }
        }

        CheckTolerance(result, nameof(options.GoldenRelativeTolerance), options.GoldenRelativeTolerance);
        CheckTolerance(result, nameof(options.GoldenAbsoluteTolerance), options.GoldenAbsoluteTolerance);
        if (options.MaxParallelLoads is < 1 or > MaxLoads)
        {
            result.AddError($"{Key(nameof(options.MaxParallelLoads))} is {options.MaxParallelLoads}. Set it to 1 to {MaxLoads}; half the processors suits most hosts.");
        }

        if (options.MaxResidentBytes is < 1)
        {
            result.AddError($"{Key(nameof(options.MaxResidentBytes))} is {options.MaxResidentBytes}. Set it above 0, e.g. 4294967296 for 4 GiB, or leave it out.");
        }

        if (options.ModelDirectory is not null && !Directory.Exists(options.ModelDirectory))
        {
            result.AddError($"{Key(nameof(options.ModelDirectory))} is '{options.ModelDirectory}', which is no directory. Make it, correct the path, or leave it out.");
        }

        if (options.MaxDownloadBytes < 1)
        {
            result.AddError($"{Key(nameof(options.MaxDownloadBytes))} is {options.MaxDownloadBytes}. Set it above 0, e.g. 2147483648 for 2 GiB.");
        }

        CheckDuration(result, nameof(options.DownloadInterval), options.DownloadInterval);
        CheckDuration(result, nameof(options.WatchInterval), options.WatchInterval);
        CheckDuration(result, nameof(options.WatchSettleTime), options.WatchSettleTime);
        CheckDuration(result, nameof(options.LoadWait), options.LoadWait);
        CheckDuration(result, nameof(options.DrainTimeout), options.DrainTimeout);
        CheckDuration(result, nameof(options.RetryDelay), options.RetryDelay);
        bool hasRegistry = services.IsService(typeof(IModelRegistry));
        for (int i = 0; i < options.Models.Count; i++)
        {
            HostedModelOptions model = options.Models[i];
            string key = $"{Key(nameof(options.Models))}:{i}";
            foreach (string error in HostedModelRules.Check(model, key, hasRegistry)) { result.AddError(error); }
            if (options.Models.Take(i).Any(other => other.Name == model.Name))
            {
                result.AddError($"{key}:{nameof(model.Name)} is '{model.Name}' again. Host each model once; it may follow several aliases.");
            }
        }

        return result.Build();
    }

    private static void CheckTolerance(ValidateOptionsResultBuilder result, string property, double value)
    {
        if (!(value >= 0) || double.IsInfinity(value))
        {
            result.AddError(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Key(property)} is {value}. Set it to 0 or more, e.g. 0.0001."));
        }
    }

    private static void CheckDuration(ValidateOptionsResultBuilder result, string property, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            result.AddError($"{Key(property)} is {value}. Set it above zero and to a day at most, e.g. '00:00:30'.");
        }
    }

    private static string Key(string property) => $"{ServingOptions.SectionName}:{property}";
}
