using System.Collections.Concurrent;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>Addresses of one server's paths, made once for each model.</summary>
internal sealed class RestAddresses(Uri server)
{
    private const int MaxModels = 4096;
    private readonly string _root = server.AbsoluteUri.TrimEnd('/') + "/v2";
    private readonly ConcurrentDictionary<ModelReference, Uri> _infer = new();

    public Uri Server => new(_root);

    public Uri Live => new(_root + "/health/live");

    public Uri Infer(ModelReference model)
    {
        if (_infer.TryGetValue(model, out Uri? known)) { return known; }
        Uri address = Model(model, "/infer");
        if (_infer.Count < MaxModels) { _infer.TryAdd(model, address); }
        return address;
    }

    public Uri Model(ModelReference model, string suffix = "")
    {
        (string name, string version) = WireName.Of(model);
        return new Uri(version.Length > 0
            ? $"{_root}/models/{Uri.EscapeDataString(name)}/versions/{Uri.EscapeDataString(version)}{suffix}"
            : $"{_root}/models/{Uri.EscapeDataString(name)}{suffix}");
    }
}
