using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Serving.Limits;

/// <summary>What is counted on its own. Made from what a call says, without copying it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PartitionKey(string First, string Second = "")
{
    private const int LongestVerbatim = 128; // callers choose these texts: memory must stay bounded

    public static PartitionKey Of(LimitOptions rule, InferenceRequest request) => rule.By switch
    {
        LimitPartitionKind.Tenant => new(Short(request.Context.Tenant)),
        LimitPartitionKind.Model => new(request.Model.Name),
        LimitPartitionKind.TenantAndModel => new(Short(request.Context.Tenant), request.Model.Name),
        LimitPartitionKind.Header => new(Short(request.Context.TryGetHeader(rule.Header!, out string? value) ? value : null)),
        _ => new(string.Empty),
    };

    /// <summary>As the overrides of a rule name it.</summary>
    public string ToOverride(LimitPartitionKind kind) => kind == LimitPartitionKind.TenantAndModel ? $"{First}/{Second}" : First;

    private static string Short(string? text) =>
        text is null ? string.Empty
        : text.Length <= LongestVerbatim ? text
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
