using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Limits;

/// <summary>Makes the plan from the settings: at start, where wrong ones stop the host, and at every change, where they are refused as a whole.</summary>
/// <remarks>The options have no <see cref="IValidateOptions{TOptions}"/>: the monitor would throw into whatever thread noticed the change.
/// A change forgets what was used so far; buckets are full again.</remarks>
internal sealed class LimitPlanSource : IHostedService, IDisposable
{
    private readonly LimitMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly IDistributedLimiter? _limiter;
    private readonly ILogger _logger;
    private readonly IDisposable? _subscription;
    private volatile LimitPlan? _current;

    public LimitPlanSource(
        IOptionsMonitor<LimitsOptions> options, LimitMetrics metrics, TimeProvider timeProvider, IDistributedLimiter? limiter = null, ILogger<LimitPlanSource>? logger = null)
    {
        _metrics = metrics;
        _timeProvider = timeProvider;
        _limiter = limiter;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        LimitsOptions settings = options.CurrentValue;
        if (LimitsRules.Check(settings) is { Count: > 0 } errors) { throw new OptionsValidationException(Options.DefaultName, typeof(LimitsOptions), errors); }
        Apply(settings);
        _subscription = options.OnChange(Reload);
    }

    /// <summary>The limits in force; null when there are none.</summary>
    public LimitPlan? Current => _current;

    // The host makes it at its start; that is all that is to do.
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscription?.Dispose();

    private void Reload(LimitsOptions settings)
    {
        if (LimitsRules.Check(settings) is { Count: > 0 } errors)
        {
            _logger.LimitsReloadRefused(string.Join(" ", errors));
            return;
        }

        Apply(settings);
        _logger.LimitsReloaded(settings.Rules.Count);
    }

    private void Apply(LimitsOptions settings)
    {
        if (settings.Rules.Count == 0 && !settings.Overload.IsEnabled)
        {
            _current = null;
            _metrics.Plan = null;
            return;
        }

        if (_limiter is null && settings.Rules.Any(static r => r.IsShared)) { _logger.LimiterMissing(); }
        SharedLimits shared = new(settings, _limiter, _metrics, _timeProvider, _logger);
        LimitPlan plan = new([.. settings.Rules.Select(rule => new RuleLimiter(rule, shared, _metrics, _timeProvider))], settings.Overload, _metrics, _timeProvider);
        _current = plan;
        _metrics.Plan = plan;
    }
}
