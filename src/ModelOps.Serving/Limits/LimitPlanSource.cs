using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Limits;

/// <summary>Makes the plan from the settings: at start, where wrong ones stop the host, and at every change, where they are refused as a whole.</summary>
/// <remarks>The options have no <see cref="IValidateOptions{TOptions}"/>: the monitor would throw into whatever thread noticed the change.
/// Rules that a change leaves as they are go on as they were; those it touches begin anew, with full buckets.</remarks>
internal sealed class LimitPlanSource : IHostedService, IDisposable
{
    private readonly LimitMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly IDistributedLimiter? _limiter;
    private readonly ILogger _logger;
    private readonly IDisposable? _subscription;
    private readonly Lock _lock = new(); // one change at a time
    private volatile LimitPlan? _current;
    private string _text = string.Empty;
    private string _storeText = string.Empty;

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

        if (Apply(settings)) { _logger.LimitsReloaded(settings.Rules.Count); }
    }

    // Any change of the configuration comes by here, also one of another section.
    private bool Apply(LimitsOptions settings)
    {
        lock (_lock)
        {
            string text = LimitsText.Of(settings);
            if (text == _text) { return false; }
            _text = text;
            LimitPlan? before = _current;
            LimitPlan? plan = settings.Rules.Count == 0 && !settings.Overload.IsEnabled ? null : Create(settings, before);
            _current = plan;
            _metrics.Plan = plan;
            return true;
        }
    }

    private LimitPlan Create(LimitsOptions settings, LimitPlan? before)
    {
        if (_limiter is null && settings.Rules.Any(static r => r.IsShared)) { _logger.LimiterMissing(); }
        string storeText = LimitsText.OfStore(settings);
        SharedLimits shared = before is not null && storeText == _storeText ? before.Shared : new SharedLimits(settings, _limiter, _metrics, _timeProvider, _logger);
        _storeText = storeText;
        RuleLimiter[] rules =
        [
            .. settings.Rules.Select(rule => before?.Rules.FirstOrDefault(r => ReferenceEquals(before.Shared, shared) && LimitsText.Of(r.Rule) == LimitsText.Of(rule))
                ?? new RuleLimiter(rule, shared, _metrics, _timeProvider)),
        ];
        return new LimitPlan(rules, shared, settings.Overload, before, _metrics, _timeProvider);
    }
}
