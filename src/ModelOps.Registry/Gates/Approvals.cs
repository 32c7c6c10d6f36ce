namespace ModelOps.Registry.Gates;

/// <summary>Approvals as tags of a version, which the registry's log keeps with who set them and when.</summary>
internal static class Approvals
{
    private const string Prefix = "modelops.approval.";

    public const int MaxApproverLength = 200;

    public static string TagOf(string approver) => Prefix + approver;

    /// <summary>Who approved these bytes. An approval names the digest, so one that was copied from another version does not count.</summary>
    public static IEnumerable<string> Of(RegisteredVersion version) => version.Tags
        .Where(tag => tag.Key.StartsWith(Prefix, StringComparison.Ordinal) && tag.Value == version.Version.Digest)
        .Where(tag => version.Version.Tags.GetValueOrDefault(tag.Key) is null) // what came with the registration is the author's word
        .Select(static tag => tag.Key[Prefix.Length..]);
}
