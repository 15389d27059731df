"""Lines of a sheet that are edited at once by two people, and agreements that can be withdrawn."""

import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0001_contracts'),
        ('institutions', '0003_directory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='costline',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='milestone',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sheetindicator',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='wordagreement',
            name='withdrawn_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='HistoricalCostLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('nonce', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('source', models.CharField(choices=[('fipd', 'FIPD'), ('city_policy', 'politique de la ville'), ('mildeca', 'MILDECA'), ('caf', 'CAF'), ('region', 'région'), ('department', 'département'), ('town', 'commune ou intercommunalité'), ('landlord', 'bailleur social'), ('ordinary', "crédits ordinaires d'un service de l'État"), ('own', 'fonds propres du porteur'), ('other', 'autre financeur')], max_length=12, verbose_name='financeur')),
                ('nature', models.CharField(choices=[('running', 'fonctionnement'), ('equipment', 'équipement'), ('staff', 'personnel')], max_length=10, verbose_name='nature')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='montant')),
                ('obtained', models.BooleanField(default=False, verbose_name='acquis')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='institutions.institution', verbose_name='institution qui paie')),
                ('sheet', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contracts.actionsheet')),
            ],
            options={
                'verbose_name': 'historical ligne de coût',
                'verbose_name_plural': 'historical ligne de coûts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMilestone',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('nonce', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='étape')),
                ('start', models.DateField(verbose_name='le ou du')),
                ('end', models.DateField(blank=True, null=True, verbose_name='au')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='atteinte le')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contracts.actionsheet')),
            ],
            options={
                'verbose_name': 'historical étape',
                'verbose_name_plural': 'historical étapes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalSheetIndicator',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('nonce', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('follow_up', 'suivi'), ('result', 'résultat')], max_length=10, verbose_name='genre')),
                ('name', models.CharField(max_length=200, verbose_name='indicateur')),
                ('unit', models.CharField(blank=True, max_length=60, verbose_name='unité')),
                ('baseline', models.CharField(blank=True, max_length=120, verbose_name='valeur de départ')),
                ('target', models.CharField(blank=True, max_length=120, verbose_name='cible')),
                ('target_on', models.DateField(blank=True, null=True, verbose_name='à la date du')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='contracts.actionsheet')),
            ],
            options={
                'verbose_name': "historical indicateur d'une fiche",
                'verbose_name_plural': "historical indicateur d'une fiches",
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
