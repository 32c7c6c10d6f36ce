using System.Security.Cryptography;
using System.Text;
using k8s.Models;

namespace ModelOps.Kubernetes.Rendering;

internal static class ConfigMapRenderer
{
    internal static V1ConfigMap? Render(ModelDeployment deployment)
    {
        SortedDictionary<string, string> entries = ServerEnvironment.Configuration(deployment);
        return entries.Count == 0 ? null : new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = ModelLabels.Metadata(deployment),
            Data = entries,
        };
    }

    /// <summary>A fingerprint for the pod template: pods do not see a changed ConfigMap by themselves, but a changed template replaces them.</summary>
    internal static string Fingerprint(V1ConfigMap map)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in map.Data)
        {
            Append(hash, key);
            Append(hash, value);
        }
        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        hash.AppendData(bytes);
    }
}
