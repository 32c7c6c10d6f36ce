using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Follows the list of models in the configuration: what is added there is hosted, what is changed is hosted anew, what is gone is not hosted any more.</summary>
internal sealed class ServingReloadService(
    ModelHost host, IOptions<ServingOptions> atStart, IOptionsFactory<ServingOptions> factory, ILogger<ServingReloadService> logger, IConfiguration? configuration = null)
    : BackgroundService
{
    private Dictionary<string, HostedModelOptions> _known = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _known = ByName(atStart.Value);
        return configuration is null ? Task.CompletedTask : base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using SemaphoreSlim changes = new(0);
        using IDisposable registration = ChangeToken.OnChange(() => configuration!.GetSection(ServingOptions.SectionName).GetReloadToken(), () => changes.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            await changes.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) { await ApplyAsync(stoppingToken).ConfigureAwait(false); }
        }
    }

    private async Task ApplyAsync(CancellationToken stoppingToken)
    {
        Dictionary<string, HostedModelOptions> wanted;
        try
        {
            wanted = ByName(factory.Create(Options.DefaultName));
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException or FormatException)
        {
            logger.ReloadRefused(e);
            return;
        }

        foreach (string gone in _known.Keys.Where(name => !wanted.ContainsKey(name)).ToArray())
        {
            _known.Remove(gone);
            _ = host.RemoveAsync(gone, CancellationToken.None);
            logger.ModelUnhosted(gone);
        }

        foreach ((string name, HostedModelOptions model) in wanted)
        {
            if (_known.TryGetValue(name, out HostedModelOptions? before) && before.Matches(model)) { continue; }
            try
            {
                if (before is not null || !host.TryBegin(model)) { await host.AddAsync(model, stoppingToken).ConfigureAwait(false); }
                _known[name] = model;
            }
            catch (Exception e) when (e is ModelOpsException or ArgumentException)
            {
                logger.ReloadFailed(name, e);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static Dictionary<string, HostedModelOptions> ByName(ServingOptions options) => options.Models.ToDictionary(static m => m.Name, static m => m.Copy(), StringComparer.Ordinal);
}
