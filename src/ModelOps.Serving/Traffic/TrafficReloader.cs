using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Brings the configured policies into the router: at start, where wrong ones stop the host, and at every change, where they are refused as a whole.</summary>
/// <remarks>The options have no <see cref="IValidateOptions{TOptions}"/>: the monitor would throw into whatever thread noticed the change.</remarks>
internal sealed class TrafficReloader(IOptionsMonitor<TrafficOptions> options, ITrafficRouter router, ILogger<TrafficReloader> logger) : IHostedService, IDisposable
{
    private readonly Lock _lock = new(); // one reload at a time
    private Dictionary<string, TrafficPolicy> _configured = [];
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        TrafficOptions settings = options.CurrentValue;
        string[] errors = Check(settings);
        if (errors.Length > 0) { throw new OptionsValidationException(Options.DefaultName, typeof(TrafficOptions), errors); }
        Apply(settings);
        _subscription = options.OnChange(Reload);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _subscription?.Dispose();

    private void Reload(TrafficOptions settings)
    {
        string[] errors = Check(settings);
        if (errors.Length > 0)
        {
            logger.TrafficReloadRefused(string.Join(" ", errors));
        }
        else if (Apply(settings) is var changed and > 0)
        {
            logger.TrafficReloaded(changed, settings.Policies.Count);
        }
    }

    // Only what differs from the configuration before: the rest may have been changed by code since.
    private int Apply(TrafficOptions settings)
    {
        lock (_lock)
        {
            Dictionary<string, TrafficPolicy> next = settings.Policies.ToDictionary(static p => p.Model);
            string[] gone = [.. _configured.Keys.Where(model => !next.ContainsKey(model))];
            TrafficPolicy[] changed = [.. next.Values.Where(p => !(_configured.TryGetValue(p.Model, out TrafficPolicy? old) && TrafficPolicyComparer.AreEqual(old, p)))];
            foreach (string model in gone) { router.Remove(model); }
            foreach (TrafficPolicy policy in changed) { router.Set(policy); }
            _configured = next;
            return gone.Length + changed.Length;
        }
    }

    private static string[] Check(TrafficOptions settings)
    {
        List<string> errors = [];
        for (int i = 0; i < settings.Policies.Count; i++)
        {
            string key = $"{TrafficOptions.SectionName}:{nameof(settings.Policies)}:{i}";
            errors.AddRange(TrafficPolicyRules.Check(settings.Policies[i], key));
            if (settings.Policies.Take(i).Any(other => other.Model == settings.Policies[i].Model))
            {
                errors.Add($"{key}:Model is '{settings.Policies[i].Model}' again. Give each model one policy.");
            }
        }

        return [.. errors];
    }
}
