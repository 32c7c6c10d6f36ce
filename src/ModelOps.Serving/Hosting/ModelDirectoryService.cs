using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Hosts what appears in the model directory, and stops hosting what is gone from it.</summary>
/// <remarks>Folders with other than plain names are left alone, such as <c>lost+found</c>: not all that can name a model is meant for one.</remarks>
internal sealed class ModelDirectoryService(ModelHost host, IOptions<ServingOptions> options, TimeProvider timeProvider, ILogger<ModelDirectoryService> logger) : BackgroundService
{
    private readonly HashSet<string> _hosted = new(StringComparer.Ordinal);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ModelDirectory is not { } directory) { return Task.CompletedTask; }
        TryUpdate(directory); // at once, so that the host is not ready before it knows of them
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Value.WatchInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) { TryUpdate(options.Value.ModelDirectory!); }
        }
    }

    private void TryUpdate(string directory)
    {
        try
        {
            Update(new DirectoryInfo(directory));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.ModelDirectoryUnreadable(options.Value.WatchInterval, e);
        }
    }

    private void Update(DirectoryInfo directory)
    {
        Dictionary<string, DirectoryInfo> found = directory.EnumerateDirectories().Where(static d => NameRules.IsPlain(d.Name)).ToDictionary(static d => d.Name, StringComparer.Ordinal);
        foreach (string gone in _hosted.Where(name => !found.ContainsKey(name)).ToArray())
        {
            _hosted.Remove(gone);
            _ = host.RemoveAsync(gone);
        }

        foreach ((string name, DirectoryInfo model) in found)
        {
            if (_hosted.Contains(name)) { continue; }
            HostedModelOptions settings = new() { Name = name, Directory = model.FullName, IsLazy = options.Value.IsModelDirectoryLazy };
            if (host.TryBegin(settings)) { _hosted.Add(name); } // else it is hosted with settings of its own
        }
    }
}
