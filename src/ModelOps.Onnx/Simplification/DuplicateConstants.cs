using System.Security.Cryptography;

namespace ModelOps.Onnx.Simplification;

/// <summary>Lets nodes read one of several constants that are the same.</summary>
internal sealed class DuplicateConstants : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        Dictionary<string, string> first = new(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string name in graph.Editor.Nodes.SelectMany(static node => node.Inputs))
        {
            if (!seen.Add(name) || graph.Editor.Constant(name) is not { ExternalData: null } tensor) { continue; }
            string key = Key(tensor);
            if (!first.TryAdd(key, name)) { changed |= graph.TryRedirect(name, first[key]); }
        }

        return changed;
    }

    /// <summary>The same text for tensors of the same type, shape and bits.</summary>
    public static string Key(OnnxTensor tensor)
    {
        string content = tensor.ElementType == OnnxElementType.String
            ? string.Concat(tensor.StringData.Select(static text => $"{text.Length}:{text}"))
            : Convert.ToHexString(SHA256.HashData(tensor.RawData.Span));
        return $"{tensor.ElementType}[{string.Join(',', tensor.Shape)}]{content}";
    }
}
