using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.InputRules;

/// <summary>Makes the rules from the settings: at start, where wrong ones stop the host, and at every change, where they are refused as a whole.</summary>
internal sealed class InputRuleSource : IHostedService, IDisposable
{
    private readonly ILogger _logger;
    private readonly IDisposable? _subscription;
    private volatile InputRulePlan? _current;

    public InputRuleSource(IOptionsMonitor<InputRulesOptions> options, ILogger<InputRuleSource>? logger = null)
    {
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        InputRulesOptions settings = options.CurrentValue;
        if (InputRulesValidator.Check(settings) is { Count: > 0 } errors) { throw new OptionsValidationException(Options.DefaultName, typeof(InputRulesOptions), errors); }
        Apply(settings);
        _subscription = options.OnChange(Reload);
    }

    /// <summary>The rules in force; null when there are none.</summary>
    public InputRulePlan? Current => _current;

    // The host makes it at its start; that is all that is to do.
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscription?.Dispose();

    private void Reload(InputRulesOptions settings)
    {
        if (InputRulesValidator.Check(settings) is { Count: > 0 } errors)
        {
            _logger.InputRulesReloadRefused(string.Join(" ", errors));
            return;
        }

        Apply(settings);
        _logger.InputRulesReloaded(settings.Models.Count);
    }

    private void Apply(InputRulesOptions settings) => _current = settings.Models.Count == 0 ? null : new InputRulePlan(
        settings.Models.ToFrozenDictionary(static m => m.Key, static m => new ModelInputRules(m.Value)), settings.MaxViolations, settings.TellsValues);
}
