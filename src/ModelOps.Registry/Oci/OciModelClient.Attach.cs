using System.Security.Cryptography;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Oci.Distribution;
using ModelOps.Registry.Oci.ModelPack;

namespace ModelOps.Registry.Oci;

public sealed partial class OciModelClient
{
    /// <summary>Attaches a document to a model: a manifest of its own whose subject is the model's.</summary>
    /// <param name="subject">The model; names a tag or a digest.</param>
    /// <param name="attachment">The document.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The manifest of the attachment. Attaching the same bytes again changes nothing.</returns>
    /// <exception cref="ArgumentException">The attachment is larger than <see cref="OciOptions.MaxAttachmentBytes"/>, or its types are not media types.</exception>
    /// <exception cref="OciException">There is no such model, or the registry cannot be used or refuses.</exception>
    public async Task<OciDescriptor> AttachAsync(OciReference subject, OciAttachment attachment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(attachment);
        CheckAttachment(attachment);
        StoredManifest model = await _manifests.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        OciReference repository = subject.Bare;
        OciDescriptor layer = Describe(attachment.MediaType, attachment.Content) with
        {
            Annotations = attachment.FileName is null ? null : new Dictionary<string, string> { [ModelPackTypes.Title] = attachment.FileName },
        };
        OciDescriptor empty = Describe(OciMediaTypes.Empty, OciMediaTypes.EmptyContent);
        StoredManifest manifest = _manifests.Seal(repository, new OciManifest
        {
            SchemaVersion = 2,
            MediaType = OciMediaTypes.Manifest,
            ArtifactType = attachment.ArtifactType,
            Config = empty,
            Layers = [layer],
            Subject = model.Descriptor with { ArtifactType = null, Annotations = null },
            Annotations = attachment.Annotations.Count == 0 ? null : new SortedDictionary<string, string>(attachment.Annotations.ToDictionary(), StringComparer.Ordinal),
        });

        await _uploads.UploadAsync(repository, empty.Digest, BlobSource.FromBytes(OciMediaTypes.EmptyContent), null, cancellationToken).ConfigureAwait(false);
        await _uploads.UploadAsync(repository, layer.Digest, BlobSource.FromBytes(attachment.Content), null, cancellationToken).ConfigureAwait(false);
        bool kept = await _manifests.PutAsync(repository, manifest, cancellationToken).ConfigureAwait(false);
        if (!kept) { await _referrers.AddToTagAsync(repository, model.Digest, manifest.Descriptor, cancellationToken).ConfigureAwait(false); }
        return manifest.Descriptor;
    }

    /// <summary>Lists what is attached to a model.</summary>
    /// <param name="subject">The model; names a tag or a digest.</param>
    /// <param name="artifactType">Only attachments of this type; null for all.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The manifests of the attachments; empty when there are none.</returns>
    /// <exception cref="OciException">There is no such model, or the registry cannot be used.</exception>
    public async Task<IReadOnlyList<OciDescriptor>> ListAttachmentsAsync(
        OciReference subject, string? artifactType = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        string digest = subject.Digest ?? (await _manifests.GetAsync(subject, cancellationToken).ConfigureAwait(false)).Digest;
        return await _referrers.ListAsync(subject.Bare, digest, artifactType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads an attachment.</summary>
    /// <param name="subject">The model it is attached to; names a tag or a digest.</param>
    /// <param name="attachment">One of those that <see cref="ListAttachmentsAsync"/> lists.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The document, its bytes checked.</returns>
    /// <exception cref="ArtifactDigestMismatchException">Bytes are not those of their digest.</exception>
    /// <exception cref="OciException">It is not there, is larger than <see cref="OciOptions.MaxAttachmentBytes"/>, has not one layer, or belongs to another model.</exception>
    public async Task<OciAttachment> ReadAttachmentAsync(OciReference subject, OciDescriptor attachment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(attachment);
        OciReference repository = subject.Bare;
        StoredManifest stored = await _manifests.GetAsync(repository.WithDigest(attachment.Digest), cancellationToken).ConfigureAwait(false);
        string model = subject.Digest ?? (await _manifests.GetAsync(subject, cancellationToken).ConfigureAwait(false)).Digest;
        // A list of referrers can be written by anyone who may push; what a manifest says of itself is under its digest.
        if (stored.Manifest.Subject?.Digest != model) { throw OciException.Invalid(subject.Registry, "the attachment belongs to another artifact than the one it is listed for"); }
        if (stored.Manifest.Layers is not [{ } layer]) { throw OciException.Invalid(subject.Registry, "the attachment has not exactly one layer"); }
        byte[] content = await _downloads.ReadAsync(repository, layer, _options.MaxAttachmentBytes, cancellationToken).ConfigureAwait(false);
        return new OciAttachment
        {
            ArtifactType = stored.Descriptor.ArtifactType ?? layer.MediaType,
            MediaType = layer.MediaType,
            Content = content,
            FileName = layer.Annotations?.GetValueOrDefault(ModelPackTypes.Title),
            Annotations = stored.Manifest.Annotations ?? new Dictionary<string, string>(),
        };
    }

    private void CheckAttachment(OciAttachment attachment)
    {
        if (attachment.Content.Length > _options.MaxAttachmentBytes)
        {
            throw new ArgumentException($"The attachment has {attachment.Content.Length} bytes where {_options.MaxAttachmentBytes} are allowed. Raise {OciOptions.SectionName}:{nameof(OciOptions.MaxAttachmentBytes)}.", nameof(attachment));
        }

        foreach (string type in new[] { attachment.ArtifactType, attachment.MediaType })
        {
            if (!System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out System.Net.Http.Headers.MediaTypeHeaderValue? parsed) || parsed.Parameters.Count > 0)
            {
                throw new ArgumentException($"'{type}' is not a media type, such as 'application/vnd.cyclonedx+json'.", nameof(attachment));
            }
        }
    }

    private static OciDescriptor Describe(string mediaType, ReadOnlyMemory<byte> content) =>
        new() { MediaType = mediaType, Digest = Digest.Format(SHA256.HashData(content.Span)), Size = content.Length };
}
