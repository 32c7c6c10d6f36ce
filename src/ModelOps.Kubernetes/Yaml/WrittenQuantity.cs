using k8s.Models;

namespace ModelOps.Kubernetes.Yaml;

/// <summary>A quantity that remembers how it was written: the client library alone would turn <c>1024Mi</c> into <c>1Gi</c>.</summary>
internal sealed class WrittenQuantity(string text) : ResourceQuantity(text)
{
    internal string Text { get; } = text;
}
