using System.Globalization;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Finds the newest version of a model in each stage.</summary>
internal sealed class LatestVersions(IModelRegistry registry)
{
    private const int MaxStages = 32;
    private static readonly RegistryOrder[] NewestFirst = [new(RegistryFields.Number, Descending: true)];

    /// <summary>The newest of each stage there is, or of each of some stages; by number.</summary>
    /// <remarks>One look per stage: the newest of what no stage seen so far holds, until nothing is left.</remarks>
    public async Task<IReadOnlyList<RegisteredVersion>> FindAsync(string model, IReadOnlyList<string> stages, CancellationToken cancellationToken)
    {
        List<RegisteredVersion> latest = [];
        List<string> seen = [];
        while (seen.Count < MaxStages)
        {
            List<RegistryFilter> filters = [new(RegistryFields.Name, RegistryOperator.Equal, model)];
            if (stages.Count > 0) { filters.Add(new(RegistryFields.Stage, RegistryOperator.In, stages)); }
            if (seen.Count > 0) { filters.Add(new(RegistryFields.Stage, RegistryOperator.NotIn, seen)); }
            RegistryPage<RegisteredVersion> page = await registry.SearchVersionsAsync(
                new RegistryQuery { Filters = filters, OrderBy = NewestFirst, PageSize = 1 }, cancellationToken).ConfigureAwait(false);
            if (page.Items is not [RegisteredVersion newest]) { break; }
            latest.Add(newest);
            seen = [.. seen, newest.Stage];
        }

        return [.. latest.OrderBy(static v => v.Version.Number)];
    }

    public async Task<ModelView> ViewAsync(RegisteredModel model, CancellationToken cancellationToken) => new(
        model, model.LatestNumber == 0 ? [] : await FindAsync(model.Name, [], cancellationToken).ConfigureAwait(false));

    public static long NumberOf(string version) =>
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0
            ? number
            : throw Wire.MlflowRefusedException.Invalid($"Model version must be an integer, got '{(version.Length > 40 ? version[..40] : version)}'");
}
