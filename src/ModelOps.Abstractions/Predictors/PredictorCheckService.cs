using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelOps.Diagnostics;

namespace ModelOps;

/// <summary>Compares the predictors' types with their models when the host starts.</summary>
internal sealed class PredictorCheckService(IEnumerable<IPredictorSetup> predictors, TimeProvider timeProvider, ILogger<PredictorCheckService>? logger = null)
    : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // All hosted services have been started by now, so the models are on their way.
    public Task StartedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        predictors.Where(static p => p.Options.Check == PredictorCheck.AtStart).Select(p => CheckInTimeAsync(p, cancellationToken)));

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        predictors.Where(static p => p.Options.Check == PredictorCheck.InBackground).Select(p => CheckAsync(p, stoppingToken)));

    private async Task CheckInTimeAsync(IPredictorSetup predictor, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(predictor.Options.ReadyTimeout, timeProvider);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await CheckAsync(predictor, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            logger?.PredictorUnchecked(predictor.Model.ToString(), predictor.Options.ReadyTimeout);
        }
    }

    private async Task CheckAsync(IPredictorSetup predictor, CancellationToken cancellationToken)
    {
        while (!await IsCheckedAsync(predictor, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(predictor.Options.ReadyPollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        logger?.PredictorChecked(predictor.Model.ToString());
    }

    private async ValueTask<bool> IsCheckedAsync(IPredictorSetup predictor, CancellationToken cancellationToken)
    {
        try
        {
            if (!await predictor.IsModelReadyAsync(cancellationToken).ConfigureAwait(false)) { return false; }
            await predictor.CheckAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ModelSignatureMismatchException e)
        {
            logger?.PredictorMismatch(predictor.Model.ToString(), e);
            throw;
        }
        catch (ModelOpsException)
        {
            return false; // it went away between the two questions
        }
    }
}
