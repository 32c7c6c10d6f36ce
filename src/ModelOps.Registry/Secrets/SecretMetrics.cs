using System.Diagnostics.Metrics;

namespace ModelOps.Registry.Secrets;

/// <summary>Counts what is asked of Vault. Failures have the tag <c>error.type</c>.</summary>
internal sealed class SecretMetrics
{
    private const string MethodTag = "http.request.method";
    private readonly Counter<long> _requests;
    private readonly Counter<long> _renewals;

    public SecretMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _requests = meter.CreateCounter<long>("modelops.secrets.requests", "{request}", "Requests to Vault, tries of one counted once. A secret that is not there is no failure.");
        _renewals = meter.CreateCounter<long>("modelops.secrets.renewals", "{renewal}", "Renewals of the token of Vault, by a new login where the token cannot be renewed.");
    }

    /// <param name="method">HTTP method.</param>
    /// <param name="error">Code of the failure; null for none.</param>
    public void Requested(HttpMethod method, string? error) => Count(_requests, error, new KeyValuePair<string, object?>(MethodTag, method.Method));

    /// <param name="error">Code of the failure; null for none.</param>
    public void Renewed(string? error) => Count(_renewals, error);

    private static void Count(Counter<long> counter, string? error, params ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        counter.Add(1, error is null ? tags : [.. tags, new KeyValuePair<string, object?>(ModelOpsTagNames.ErrorType, error)]);
}
