namespace ModelOps.Serving.AspNetCore.Repository;

/// <summary>The repository extension over the host: what can be loaded is what its settings and its registry hold.</summary>
internal sealed class ModelRepository(IModelHost host, IList<HostedModelOptions> configured, bool hasRegistry, ModelUploads uploads)
{
    /// <summary>Every hosted version, and every configured model that was unloaded.</summary>
    public IEnumerable<HostedModelStatus> List(bool readyOnly)
    {
        IReadOnlyList<HostedModelStatus> hosted = host.Models;
        IEnumerable<HostedModelStatus> unloaded = configured
            .Where(model => hosted.All(h => h.Name != model.Name))
            .Select(static model => new HostedModelStatus { Name = model.Name, State = ModelState.Unavailable, Reason = "unloaded" });
        return hosted.Concat(unloaded).Where(model => !readyOnly || model.State == ModelState.Ready).OrderBy(static model => model.Name, StringComparer.Ordinal);
    }

    /// <summary>Loads a model, or brings one that is loaded to what its source says now. What was there answers until the new one is warm.</summary>
    /// <exception cref="ModelOpsException">The order is wrong, or the model cannot be loaded.</exception>
    public async Task LoadAsync(string model, ModelLoadOrder order, CancellationToken cancellationToken)
    {
        string name = ModelReference.ToModel(model).Name;
        HostedModelOptions? settings = configured.FirstOrDefault(m => m.Name == name);
        bool isHosted = host.Models.Any(m => m.Name == name);
        if (order.Files.Count > 0)
        {
            await AddAsync(await UploadAsync(name, order, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        else if (isHosted && !order.HasConfig && settings?.File is null)
        {
            await host.RefreshAsync(name, cancellationToken).ConfigureAwait(false);
        }
        else if (settings is not null || isHosted || hasRegistry)
        {
            await AddAsync(Copy(name, settings, order), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            throw new ModelNotFoundException(name, Names());
        }
    }

    /// <summary>Stops hosting a model.</summary>
    /// <exception cref="ModelNotFoundException">It is not hosted.</exception>
    public async Task UnloadAsync(string model, CancellationToken cancellationToken)
    {
        string name = ModelReference.ToModel(model).Name;
        if (!await host.RemoveAsync(name, cancellationToken).ConfigureAwait(false)) { throw new ModelNotFoundException(name, Names()); }
    }

    private async Task AddAsync(HostedModelOptions model, CancellationToken cancellationToken)
    {
        try
        {
            await host.AddAsync(model, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidInferenceRequestException(wrong.Message, wrong) { Model = model.Name };
        }
    }

    private async Task<HostedModelOptions> UploadAsync(string name, ModelLoadOrder order, CancellationToken cancellationToken)
    {
        (string version, string path) = await uploads.StoreAsync(order.Files, cancellationToken).ConfigureAwait(false);
        HostedModelOptions options = new() { Name = name, File = path, FileVersion = version, IsRequired = false };
        order.ApplyTo(options);
        return options;
    }

    private static HostedModelOptions Copy(string name, HostedModelOptions? settings, ModelLoadOrder order)
    {
        HostedModelOptions options = settings?.Copy() ?? new HostedModelOptions { Name = name, IsRequired = false };
        order.ApplyTo(options);
        return options;
    }

    private string[] Names() => [.. List(readyOnly: false).Select(static m => m.Name).Distinct(StringComparer.Ordinal)];
}
