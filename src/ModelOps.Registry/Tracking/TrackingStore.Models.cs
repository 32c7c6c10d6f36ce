using ModelOps.Registry.Metadata;
using ModelOps.Registry.Tracking;
using ModelOps.Registry.Tracking.Tables;
using ModelOps.Registry.Tracking.Validation;

namespace ModelOps.Registry;

public sealed partial class TrackingStore
{
    /// <inheritdoc/>
    public Task<LoggedModel> CreateLoggedModelAsync(LoggedModelCreation creation, CancellationToken cancellationToken = default)
    {
        TrackingRules.Check(creation);
        string id = TrackingNames.NewModelId();
        string name = FirstOf(creation.Name) ?? TrackingNames.NewName();
        return WriteAsync(
            async c =>
            {
                ExperimentRow experiment = await Experiments.GetActiveAsync(c, creation.ExperimentId).ConfigureAwait(false);
                string uri = TrackingNames.Join(experiment.ArtifactLocation, $"models/{id}/artifacts");
                await LoggedModels.InsertAsync(c, id, experiment.Id, name, creation, uri, Now).ConfigureAwait(false);
                await KeyValues.LoggedModelTags.SetAsync(c, id, creation.Tags).ConfigureAwait(false);
                await KeyValues.LoggedModelParams.AddAsync(c, id, creation.Params).ConfigureAwait(false);
                return await LoggedModels.GetAsync(c, id).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LoggedModel> GetLoggedModelAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ReadAsync(c => LoggedModels.GetAsync(c, id), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LoggedModel> FinalizeLoggedModelAsync(
        string id, LoggedModelStatus status, string? message = null, CancellationToken cancellationToken = default)
    {
        new Findings().Text("The message", message, TrackingLimits.MaxTokenLength).Throw();
        return ChangeModelAsync(
            id,
            async c =>
            {
                await LoggedModels.SetStatusAsync(c, id, status, message, Now).ConfigureAwait(false);
                return await LoggedModels.GetAsync(c, id).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteLoggedModelAsync(string id, CancellationToken cancellationToken = default) => ChangeModelAsync(
        id,
        async c =>
        {
            await LoggedModels.DeleteAsync(c, id).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<LoggedModel> SetLoggedModelTagsAsync(
        string id, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default)
    {
        new Findings().Tags(tags).Throw();
        return ChangeModelAsync(
            id,
            async c =>
            {
                await KeyValues.LoggedModelTags.SetAsync(c, id, tags).ConfigureAwait(false);
                return await LoggedModels.GetAsync(c, id).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteLoggedModelTagAsync(string id, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ChangeModelAsync(id, c => KeyValues.LoggedModelTags.DeleteAsync(c, id, key), cancellationToken);
    }

    /// <inheritdoc/>
    public Task LogModelParamsAsync(string id, IReadOnlyList<RunParam> parameters, CancellationToken cancellationToken = default)
    {
        new Findings().Params(parameters).Throw();
        TrackingRules.CheckTwice(id, parameters);
        return ChangeModelAsync(
            id,
            async c =>
            {
                await KeyValues.LoggedModelParams.AddAsync(c, id, parameters).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    private Task<T> ChangeModelAsync<T>(string id, Func<Connection, Task<T>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return WriteAsync(
            async c =>
            {
                await LoggedModels.RequireAsync(c, id).ConfigureAwait(false);
                return await change(c).ConfigureAwait(false);
            },
            cancellationToken);
    }
}
