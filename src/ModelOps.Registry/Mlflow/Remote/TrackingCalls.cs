using System.Text.Json;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>What refusals of the tracking calls mean.</summary>
internal static class TrackingCalls
{
    public static Task<JsonElement> ExperimentAsync(string id, Func<Task<JsonElement>> call) => RunAsync(call, () => TrackingNotFoundException.Experiment(id), id);

    public static Task<JsonElement> OfRunAsync(string id, Func<Task<JsonElement>> call) => RunAsync(call, () => TrackingNotFoundException.Run(id), id);

    public static Task<JsonElement> OfModelAsync(string id, Func<Task<JsonElement>> call) => RunAsync(call, () => TrackingNotFoundException.LoggedModel(id), id);

    public static async Task<JsonElement> RunAsync(Func<Task<JsonElement>> call, Func<ModelOpsException>? notFound = null, string id = "")
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.NotFound && notFound is not null)
        {
            throw notFound();
        }
        catch (MlflowServerException error) when (error.ErrorCode == "INVALID_STATE" || (error.ErrorCode == MlflowRefusal.Invalid && SaysState(error.Message)))
        {
            throw new TrackingStateException(id, error.Message);
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.Invalid)
        {
            throw new TrackingRequestException(error.Message);
        }
    }

    // The original has one code for both; its words are all there is to tell by.
    private static bool SaysState(string message) =>
        message.Contains("'active' state", StringComparison.Ordinal) || message.Contains("lifecycle stage", StringComparison.OrdinalIgnoreCase);
}
