using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Observers;

/// <summary>Logs calls that took long, with the trace to look at; a bounded number in a minute.</summary>
internal sealed class SlowCallObserver(IOptionsMonitor<TelemetryOptions> options, TimeProvider timeProvider, ILogger<SlowCallObserver>? logger = null) : IInferenceObserver
{
    private readonly ILogger _logger = logger ?? NullLogger<SlowCallObserver>.Instance;
    private const int MostInAMinute = 60;
    private readonly Lock _lock = new();
    private DateTimeOffset _minute;
    private int _logged;

    public bool IsEnabled => options.CurrentValue.SlowCallThreshold is not null;

    public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed) => Log(request, response.ModelVersion, elapsed, "answered");

    public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed) => Log(request, string.Empty, elapsed, InferenceError.TypeOf(error));

    private void Log(InferenceRequest request, string version, TimeSpan elapsed, string outcome)
    {
        if (elapsed < options.CurrentValue.SlowCallThreshold || !MayLog()) { return; }
        _logger.SlowCall(request.Model.Name, version, elapsed.TotalMilliseconds, outcome, Activity.Current?.TraceId.ToString());
    }

    private bool MayLog()
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        lock (_lock)
        {
            if (now - _minute >= TimeSpan.FromMinutes(1))
            {
                _minute = now;
                _logged = 0;
            }

            return _logged++ < MostInAMinute;
        }
    }
}
